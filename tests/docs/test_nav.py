"""The navigation leads to each page once; what is wrong with it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.snippets.snippet import SnippetError
from tests.docs.nav import not_in_nav, settings, wrong_entries
from tests.support import demand

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


def test_each_entry_leads_to_a_page_of_its_own() -> None:
    demand(lambda: wrong_entries(Path()))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("learn/tasks.md", "learn/taks.md", "5: there is no page docs/learn/taks.md; did you mean"),
        ("learn/tasks.md", "a.md", "5: there is no page docs/a.md; write the page, or take the"),
        (
            "      - Tasks",
            "      - Home: index.md\n      - Tasks",
            "5: line 3 leads to index.md, too",
        ),
        ("      - Tasks", "\t- Tasks", "5: a tab indents this line: use spaces"),
        ("- Tasks: l", "- Tasks: all: l", "5: a title with a colon needs quotes: write"),
        ("nav:", "navi:", "1: list the pages under `nav:`"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for page in ("index.md", "learn/tasks.md"):
        path = Path("docs", page)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    Path("mkdocs.yml").write_text(f"docs_dir: docs\n{CONFIG}".replace(before, after), "utf-8")
    try:
        (said,) = wrong_entries(Path())
    except SnippetError as error:
        said = str(error)
    assert said.startswith(f"mkdocs.yml:{told}")


def test_a_page_whose_entry_is_misspelt_is_told_the_entry(tmp_path: Path) -> None:
    page = tmp_path / "docs/learn/tasks.md"
    page.parent.mkdir(parents=True)
    page.touch()
    (tmp_path / "mkdocs.yml").write_text(CONFIG.replace("learn/tasks", "learn/taks"), "utf-8")
    (told,) = not_in_nav(page, tmp_path)
    assert told.startswith(f"{tmp_path / 'mkdocs.yml'}:4: there is no page ")
    assert settings(tmp_path / "mkdocs.yml")["nav"]
