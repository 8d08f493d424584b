"""The navigation of the site, as `mkdocs.yml` has it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from lab.snippets.snippet import SnippetError


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
        yield (
            next((wrong for wrong in wrong_entries(project) if wrong.endswith(f" {name}?")), None)
            or f"{page}:1: no entry leads here: add `- Title: {name}` under nav in {config}"
        )


def settings(config: Path) -> dict[str, object]:
    """What is set in mkdocs.yml. Callers only read it."""
    return _settings(config, config.read_text("utf-8"))


@cache  # each page's test asks
def _settings(config: Path, text: str) -> dict[str, object]:
    try:
        found: object = yaml.load(text, Loader)  # noqa: S506 - a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SnippetError(config, mark.line + 1 if mark else 1, _advice(error)) from error
    if not isinstance(found, dict) or not isinstance(found.get("nav"), list):
        raise SnippetError(config, 1, "list the pages under `nav:`")
    return found


def _advice(error: yaml.MarkedYAMLError) -> str:
    if "mapping values" in str(error.problem):
        return 'a title with a colon needs quotes: write `- "aiohttp: the client": page.md`'
    if "'\\t'" in str(error.problem):
        return "a tab indents this line: use spaces"
    return f"this is not YAML ({error.problem}): indent the line as those around it"


def wrong_entries(project: Path) -> Iterator[str]:
    """Say which entries of the navigation lead to no page, or to the same page as another."""
    config = project / "mkdocs.yml"
    pages = list(_pages(settings(config)["nav"]))
    there = {path.relative_to(project / "docs").as_posix() for path in _markdown(project)}
    for name in dict.fromkeys(pages):
        lines = _lines(config, name)
        if name not in there:
            close = difflib.get_close_matches(name, sorted(there - set(pages)), n=1)
            hint = f"did you mean {close[0]}?" if close else "write the page, or take the entry out"
            yield f"{config}:{lines[0]}: there is no page {project / 'docs' / name}; {hint}"
        elif pages.count(name) > 1:
            yield f"{config}:{lines[-1]}: line {lines[0]} leads to {name}, too: keep one of them"


def _markdown(project: Path) -> Iterator[Path]:
    return (project / "docs").rglob("*.md")


def _lines(config: Path, name: str) -> list[int]:
    """The lines of the configuration that name a page."""
    named = re.compile(rf"[ \"']{re.escape(name)}[\"']?\s*(#.*)?$")
    lines = config.read_text("utf-8").split("\n")
    return [number for number, line in enumerate(lines, 1) if named.search(line)] or [1]


def _pages(entry: object) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict | list):
        for one in entry.values() if isinstance(entry, dict) else entry:
            yield from _pages(one)
