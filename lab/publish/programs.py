"""Publish each program as a file, so that `uv run https://…/snippets/tasks/first.py` runs it."""

from __future__ import annotations

from pathlib import Path

from lab.publish.site import Site

SNIPPETS = Path("snippets")
"""Where programs are, seen from the folder in which the site is built."""


def complete(site: Site) -> None:
    """Copy the programs as they are: their inline metadata says what they need.

    Args:
        site: The site that gets them.
    """
    for path in sorted(SNIPPETS.rglob("*.py")):
        site.write(f"snippets/{path.relative_to(SNIPPETS).as_posix()}", path.read_bytes())
