"""The navigation of the site, as `mkdocs.yml` has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without what only MkDocs understands."""


Loader.add_multi_constructor("", lambda *_: "")


def not_in_nav(page: Path, project: Path) -> Iterator[str]:
    """Say that no entry of the navigation leads to a page, if that is so."""
    config = project / "mkdocs.yml"
    name = page.relative_to(project / "docs").as_posix()
    if not config.is_file():
        return
    found = settings(config)
    left_out = str(found.get("not_in_nav", "")).split()  # folders, from the root on
    if any(f"/{name}".startswith(folder) for folder in left_out):
        return
    if name not in _pages(found["nav"]):
        yield f"{page}:1: no entry leads here: add `- Title: {name}` under nav in {config}"


def settings(config: Path) -> dict[str, object]:
    """What is set in mkdocs.yml."""
    found: dict[str, object] = yaml.load(config.read_text("utf-8"), Loader)  # noqa: S506 - a safe one
    return found


def _pages(entry: object) -> set[str]:
    if isinstance(entry, str):
        return {entry}
    entries = (
        entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else []
    )
    return {page for one in entries for page in _pages(one)}
