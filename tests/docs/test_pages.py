"""Each page keeps to the rules; each mistake is named once, with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.exercises.folder import Exercise
from lab.pages import fence
from lab.snippets.expected import VERSIONED
from lab.snippets.text import text_problems
from tests.docs import links, pages
from tests.docs.test_versions import unshown_versions
from tests.support import demand, first_that_finds


@pytest.fixture(autouse=True)
def _in_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "SNIPPETS", project / "snippets")
    monkeypatch.setattr(fence, "EXERCISES", project / "exercises")
    monkeypatch.setattr(fence, "DOCS", project / "docs")


def test_page(page: Path, project: Path) -> None:
    demand(lambda: page_problems(page, project))


def page_problems(page: Path, project: Path) -> Iterator[str]:
    """What is wrong with a page; later steps only if the earlier ones are passed."""
    yield from first_that_finds(
        [
            lambda: text_problems(page),
            lambda: pages.unseen_fences(page),
            lambda: _problems(page, project),
        ]
    )


def _problems(page: Path, project: Path) -> Iterator[str]:
    yield from pages.plain_code(page)
    yield from links.broken_links(page, project / "docs")
    yield from links.unknown_references(page)
    is_chapter = page.is_relative_to(project / "docs/learn")
    if is_chapter:
        yield from pages.missing_front_matter(page)
    wrong = list(pages.wrong_embeds(page))
    yield from wrong
    if is_chapter and not wrong:
        yield from unshown_versions(page)


def test_exercise_is_on_a_page(exercise: Exercise, project: Path) -> None:
    paths = (project / "docs").rglob("*.md")
    named = {text.strip() for page in paths for _, text in pages.embeds(page, "exercise")}
    message = f"{exercise.folder}:1: no page shows this: name it in an ```exercise fence"
    demand(lambda: [] if exercise.name in named else [message])


def test_transcript_belongs_to_a_snippet(project: Path) -> None:
    demand(
        lambda: (
            f"{transcript}:1: there is no program beside this transcript"
            for transcript in sorted((project / "snippets").rglob("*.out"))
            if (name := VERSIONED.fullmatch(transcript.name))
            and not transcript.with_name(f"{name['stem']}.py").exists()
        )
    )
