"""Each page keeps to the rules; each mistake is named once, with its line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from mkdocs.utils import meta

from lab.exercises.folder import Exercise
from lab.pages import places
from lab.pages.glossary import GLOSSARY
from lab.snippets.snippet import SnippetError
from lab.snippets.text import text_problems
from tests.docs import links, pages
from tests.docs.nav import not_in_nav
from tests.docs.terms import unused_terms, wrong_terms
from tests.docs.test_versions import unshown_versions
from tests.support import demand, first_that_finds


@pytest.fixture(autouse=True)
def _in_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SNIPPETS", project / "snippets")
    monkeypatch.setattr(places, "EXERCISES", project / "exercises")
    monkeypatch.setattr(places, "DOCS", project / "docs")


def test_page(page: Path, project: Path) -> None:
    demand(lambda: page_problems(page, project))


def page_problems(page: Path, project: Path) -> Iterator[str]:
    """What is wrong with a page; later steps only if the earlier ones are passed."""
    yield from first_that_finds(
        [
            lambda: text_problems(page),
            lambda: pages.wrong_name(page, project),
            lambda: pages.template_left(page),
            lambda: pages.missing_front_matter(page) if _is_chapter(page, project) else [],
            lambda: pages.unseen_fences(page),
            lambda: pages.unclosed_comments(page),
            lambda: pages.wrong_notes(page),
            lambda: not_in_nav(page, project),
            lambda: _problems(page, project),
        ]
    )


def _problems(page: Path, project: Path) -> Iterator[str]:
    yield from pages.plain_code(page)
    yield from pages.same_headings(page)
    yield from pages.wrong_tables(page)
    yield from pages.exercises_shown_twice(page)
    yield from links.broken_links(page, project / "docs")
    yield from links.unknown_references(page)
    yield from links.half_references(page)
    yield from links.images_without_text(page)
    wrong = list(pages.wrong_embeds(page))
    yield from wrong
    if not wrong:
        yield from unused_terms(page)
    if page == GLOSSARY:
        yield from wrong_terms(page)
    if _is_chapter(page, project) and not wrong:
        with contextlib.suppress(SnippetError, ValueError):  # test_contract.py tells of it
            yield from list(unshown_versions(page))


def _is_chapter(page: Path, project: Path) -> bool:
    return page.is_relative_to(project / "docs/learn")


def test_exercise_is_on_a_page(exercise: Exercise, project: Path) -> None:
    message = f"{exercise.folder}:1: no page shows this: name it in an ```exercise fence"
    demand(lambda: [] if exercise.name in _exercises_on_pages(project) else [message])


@cache
def _exercises_on_pages(project: Path) -> set[str]:
    paths = (project / "docs").rglob("*.md")
    return {text.strip() for page in paths for _, text in pages.embeds(page, "exercise")}


def test_each_file_belongs_to_a_snippet(project: Path) -> None:
    demand(lambda: _strays(project / "snippets"))


def _strays(folder: Path) -> Iterator[str]:
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        if any(name.startswith(".") for name in path.relative_to(folder).parts):
            continue  # of a tool, or of a system's file manager
        of = path.with_name(path.name.partition(".")[0])
        if path.suffix not in {".py", ".pycon"} and not of.with_suffix(".py").exists():
            yield f"{path}:1: there is no program {of.name}.py beside it: rename it, or delete it"


def test_each_page_has_a_description_of_its_own(project: Path) -> None:
    """Search engines show it, and chats where a link to the page is posted."""
    of: dict[str, Path] = {}
    for path in sorted((project / "docs").rglob("*.md")):
        _, found = meta.get_data(path.read_text("utf-8"))
        description = found.get("description", "")
        assert description, f"{path}:1: give it a description, between two lines of ---"
        assert description not in of, f"{path}:1: {of[description]} has the same description"
        of[description] = path
