"""Every bullet to remember has a claim, and every claim's sentence is on its page."""

from __future__ import annotations

import difflib
import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.snippets.snippet import SnippetError
from tests.claims.claim import CHAPTERS, CLAIMS, REMEMBER, as_read, claim, remembered
from tests.support import demand

WHERE_NEXT = "## Where next"
WITHOUT_AN_END = {"find-the-fault"}
"""The chapter that only asks questions."""


def file_of(chapter: Path) -> Path:
    """The file with a chapter's claims: `tests/claims/`, or `claims/` beside another `docs/`."""
    project = chapter.parent.parent.parent
    folder = project / "claims" if project.name else Path("tests/claims")
    return folder / f"test_{chapter.stem.replace('-', '_')}.py"


def quoted(chapter: Path) -> dict[str, str]:
    """The sentences that a chapter's tests quote, each with the test's name."""
    if file_of(chapter).is_file():
        try:
            importlib.import_module(".".join(file_of(chapter).with_suffix("").parts))
        except SyntaxError as error:
            at = f"{os.path.relpath(error.filename or '')}:{error.lineno}"
            message = f"Python can't read its claims: {at}: {error.msg}"
            raise SnippetError(chapter, 1, message) from error
    return CLAIMS.get(chapter.stem, {})


def unproven(chapter: Path) -> Iterator[str]:
    """The bullets that no test tries to refute."""
    claims = quoted(chapter)
    for line, bullet in remembered(chapter):
        if bullet not in claims:
            yield (
                f"{chapter}:{line}: no test tries to refute this: quote it in {file_of(chapter)},"
                f' with @claim("{bullet}")'
            )


def misquoted(chapter: Path) -> Iterator[str]:
    """The claims whose sentence isn't on the page any more."""
    text = as_read(chapter.read_text("utf-8").replace("\n- ", "\n"))
    for sentence, test in quoted(chapter).items():
        if sentence not in text:
            yield (
                f"{chapter}:1: {test} in {file_of(chapter)} quotes a sentence that isn't here:"
                f" {sentence!r}. Quote what the page says now, and check that the test proves it"
            )


def test_every_claim_is_tested_and_on_the_page(page: Path) -> None:
    if page.parent.name == CHAPTERS.name:
        demand(lambda: [*unproven(page), *misquoted(page)])


def without_an_end(folder: Path) -> Iterator[str]:
    """The chapters that lack the heading whose bullets the claims prove, or the one after it."""
    for page in sorted(folder.glob("*.md")):
        text = page.read_text("utf-8")
        for heading in (REMEMBER, WHERE_NEXT):
            if f"\n{heading}\n" not in text and page.stem not in WITHOUT_AN_END:
                yield f"{page}:1: write the heading {heading!r}, which each chapter ends with"


def test_each_chapter_has_its_last_two_headings() -> None:
    demand(lambda: without_an_end(CHAPTERS))


def test_a_chapter_without_its_last_headings_is_told(tmp_path: Path) -> None:
    (tmp_path / "whole.md").write_text(f"# Whole\n\n{REMEMBER}\n\n{WHERE_NEXT}\n", "utf-8")
    (tmp_path / "cut.md").write_text(f"# Cut\n\n{WHERE_NEXT}\n", "utf-8")
    [told] = without_an_end(tmp_path)
    assert told.endswith(
        "cut.md:1: write the heading '## What to remember', which each chapter ends with"
    )


def without_a_chapter(folder: Path, chapters: Path) -> Iterator[str]:
    """The files of claims whose name is that of no chapter: no page is compared with them."""
    names = {path.stem for path in chapters.glob("*.md")}
    for path in sorted(folder.glob("test_*.py")):
        chapter = path.stem.removeprefix("test_").replace("_", "-")
        if chapter not in names and "\n@claim(" in path.read_text("utf-8"):
            close = difflib.get_close_matches(chapter, sorted(names), n=1) or ["chapter"]
            name = f"test_{close[0].replace('-', '_')}.py"
            yield f"{path}:1: there is no page {chapters / chapter}.md: call this file {name}, say"


def test_each_file_of_claims_is_about_a_chapter() -> None:
    demand(lambda: without_a_chapter(Path("tests/claims"), CHAPTERS))


def test_a_file_of_claims_about_no_chapter_is_told(tmp_path: Path) -> None:
    (tmp_path / "queues.md").touch()
    (tmp_path / "test_queus.py").write_text('\n@claim("A sentence.")\n', "utf-8")
    [told] = without_a_chapter(tmp_path, tmp_path)
    assert told.endswith("queus.md: call this file test_queues.py, say")


def test_a_claim_that_pytest_would_not_run_is_told() -> None:
    def it_is_so() -> None: ...

    with pytest.raises(SnippetError, match=r"pytest doesn't run this: call it test_it_is_so$"):
        claim("A sentence.")(it_is_so)
    with pytest.raises(SnippetError, match=r"test_census\.py:\d+: quote the sentence"):
        claim(it_is_so)  # type: ignore[arg-type]  # the mistake that it tells


CHAPTER = """---
title: A chapter
---

# A chapter

It is `except*` that looks *inside*.

## What to remember

- Nothing proves this: see [another
  page](another.md#anchor).
- A test quotes **this**.
"""


def test_the_census_finds_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chapter = tmp_path / "some-chapter.md"
    chapter.write_text(CHAPTER, "utf-8")
    quotes = {
        "A test quotes this.": "test_this",
        "It is `except*` that looks inside.": "test_that",
        "The page says this no more.": "test_gone",
    }
    monkeypatch.setitem(CLAIMS, "some-chapter", quotes)
    [bullet] = unproven(chapter)
    assert bullet.startswith(f"{chapter}:11: no test tries to refute this: quote it in")
    assert bullet.endswith('with @claim("Nothing proves this: see another page.")')
    [quote] = misquoted(chapter)
    assert f"{chapter}:1: test_gone in" in quote
    assert "quotes a sentence that isn't here: 'The page says this no more.'" in quote
