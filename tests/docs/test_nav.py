"""A page that the navigation does not name is told so, with the line to add."""

from __future__ import annotations

from pathlib import Path

from tests.docs.nav import not_in_nav

CONFIG = """\
nav:
  - Home: index.md
  - Learn:
      - Tasks: learn/tasks.md
not_in_nav: |
  /reference/lab/
"""


def test_page_that_is_not_in_the_navigation_is_told_the_line_to_add(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(CONFIG, "utf-8")
    docs = tmp_path / "docs"
    assert not list(not_in_nav(docs / "index.md", tmp_path))
    assert not list(not_in_nav(docs / "learn/tasks.md", tmp_path))
    assert not list(not_in_nav(docs / "reference/lab/loop.md", tmp_path))
    (told,) = not_in_nav(docs / "learn/new.md", tmp_path)
    line = "add `- Title: learn/new.md` under nav"
    assert told == f"{docs / 'learn/new.md'}:1: no entry leads here: {line} in {config}"
