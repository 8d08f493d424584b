"""Every snippet is on a page, and every code block on a page is a snippet or says why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mkdocs.utils import meta

from lab.exercises.folder import Exercise
from lab.pages import fence
from lab.pages.fence import Embed, read_exercise
from lab.snippets.snippet import SnippetError
from tests.support import demand

REASON = re.compile(r" *<!-- not run: .{8,} -->")


def fences(page: Path) -> Iterator[tuple[int, int, str, str]]:
    """The code blocks of a page: first line, last line, info string, text."""
    for token in tokens(without_front_matter(page)):
        if token.type in {"fence", "code_block"} and token.map:
            first, end = token.map
            yield first + 1, end, token.info.strip(), token.content


def without_front_matter(page: Path) -> str:
    """The text of a page, its front matter blanked, so that line numbers stay."""
    text = page.read_text("utf-8")
    hidden = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    return "\n" * hidden[0].count("\n") + text[hidden.end() :] if hidden else text


def tokens(text: str) -> list[Token]:
    """What a page consists of, for a parser of plain Markdown."""
    # Admonitions and content tabs indent what is in them by four spaces, which plain Markdown
    # would take for a code block: their marks are made list items, whose content is indented.
    marked = re.sub(r"^( *)(?:!!!|\?\?\?\+?|===\+?)(?= )", r"\1-  ", text, flags=re.MULTILINE)
    return MarkdownIt().parse(marked)


def embeds(page: Path, kind: str = "snippet") -> Iterator[tuple[int, str]]:
    """What a page names in fences: line number of the name, and the name with its options."""
    for line, _, info, text in fences(page):
        if info == kind:
            yield line + 1, text


@pytest.fixture(autouse=True)
def _in_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "SNIPPETS", project / "snippets")
    monkeypatch.setattr(fence, "EXERCISES", project / "exercises")
    monkeypatch.setattr(fence, "DOCS", project / "docs")


def test_every_embed_names_a_snippet(page: Path) -> None:
    demand(lambda: _wrong_embeds(page))


def _wrong_embeds(page: Path) -> Iterator[str]:
    for line, text in embeds(page):
        try:
            Embed.parse(text).read()
        except ValueError as error:
            yield f"{page}:{line}: {error}"
    for line, text in embeds(page, "exercise"):
        try:
            read_exercise(text)
        except (ValueError, SnippetError) as error:
            yield f"{page}:{line}: {error}"


def test_every_code_block_is_a_snippet_or_says_why_not(page: Path) -> None:
    lines = ["", "", *page.read_text("utf-8").splitlines()]
    demand(
        lambda: (
            f"{page}:{line}: make this code block a snippet, or say above it why it is not run:"
            " <!-- not run: a shell command -->"
            for line, _, info, _ in fences(page)
            if info not in {"snippet", "exercise"}
            and not any(REASON.fullmatch(above) for above in lines[line - 1 : line + 1])
        )
    )


def test_every_fence_is_seen_by_the_site(page: Path) -> None:
    """Superfences knows fewer ways to write a fence than CommonMark: allow what both know."""
    lines = page.read_text("utf-8").splitlines()
    demand(
        lambda: (
            f"{page}:{first}: write a fence with three backticks, and close it with three"
            for first, last, info, _ in fences(page)
            if info
            and (lines[first - 1].strip() != f"```{info}" or lines[last - 1].strip() != "```")
        )
    )


def test_chapter_has_a_title_and_a_description(chapter: Path) -> None:
    """Where the YAML at its top can't be read, MkDocs shows it as text, and says nothing."""
    _, found = meta.get_data(chapter.read_text("utf-8"))
    demand(
        lambda: (
            f"{chapter}:1: give it a {name}, between two lines of ---; in quotes, if it has a colon"
            for name in ["title", "description"]
            if not found.get(name)
        )
    )


def test_snippet_is_on_a_page(snippet_path: Path, project: Path) -> None:
    demand(lambda: _missing(snippet_path, project))


def test_session_is_on_a_page(session_path: Path, project: Path) -> None:
    demand(lambda: _missing(session_path, project))


def _missing(path: Path, project: Path) -> Iterator[str]:
    name = path.relative_to(project / "snippets").as_posix()
    named = {
        text.split()[0].partition(":")[0]
        for page in (project / "docs").rglob("*.md")
        for _, text in embeds(page)
        if text.strip()
    }
    if name not in named:
        yield f"{path}:1: no page shows this: name it in a ```snippet fence"


def test_exercise_is_on_a_page(exercise: Exercise, project: Path) -> None:
    pages = (project / "docs").rglob("*.md")
    named = {text.strip() for page in pages for _, text in embeds(page, "exercise")}
    message = f"{exercise.folder}:1: no page shows this: name it in an ```exercise fence"
    demand(lambda: [] if exercise.name in named else [message])


def test_transcript_belongs_to_a_snippet(project: Path) -> None:
    demand(
        lambda: (
            f"{transcript}:1: there is no program beside this transcript"
            for transcript in sorted((project / "snippets").rglob("*.out"))
            if not transcript.with_name(
                re.sub(r"(\.3\.\d+)?\.out$", ".py", transcript.name)
            ).exists()
        )
    )
