"""Change any one character of an expected output, and a check fails."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from lab.programs.recorded import Recorded
from lab.snippets.expected import differences, expected, inline_output, printed_parts
from lab.snippets.session import Session
from lab.snippets.snippet import Snippet, SnippetError


def demand_that_any_change_is_found(snippet: Snippet, run: Recorded) -> None:
    """Fail if a change to a snippet's expected output is not found.

    Args:
        snippet: The program.
        run: What it did.
    """
    want = expected(snippet)
    printed = printed_parts(snippet, run)

    def is_found(text: str) -> bool:
        try:
            if want.inline:
                comments = inline_output(Snippet(snippet.path, text))
                text = "".join(f"{comment}\n" for _, comment in comments)
            return any(differences(dataclasses.replace(want, text=text), printed))
        except (SnippetError, SyntaxError):
            return True

    text = want.path.read_text("utf-8")
    for line in want.lines:
        _change_each_character(
            want.path.name, text, line, is_found, start="#>" if want.inline else ""
        )


def demand_that_any_change_of_an_answer_is_found(session: Session) -> None:
    """Fail if a change to a session's expected answers is not found.

    Args:
        session: The session; its answers are as expected.
    """
    answers = [example.want for example in session.examples]

    def is_found(text: str) -> bool:
        changed = Session(session.path, text)
        wanted = [example.want for example in changed.examples]
        return wanted != answers

    for example in session.examples:
        first = example.lineno + example.source.count("\n") + 1
        for line in range(first, first + example.want.count("\n")):
            if not session.source.splitlines()[line - 1].startswith("..."):
                _change_each_character(session.path.name, session.source, line, is_found)


def _change_each_character(
    path: str, text: str, line: int, is_found: Callable[[str], bool], start: str = ""
) -> None:
    lines = text.splitlines(keepends=True)
    if line > len(lines):
        return
    before = sum(map(len, lines[: line - 1]))
    at = lines[line - 1].find(start)
    for place in range(before + at, before + len(lines[line - 1])):
        old = text[place]
        ways = sorted({"x", " ", "", old.swapcase()} - {old})
        if old != "\n" and place - before - at > len("#> "):
            ways = [ways[place % len(ways)]]  # within a line, each way at some character
        for new in ways:
            if old == "\n" and not new.strip() and not path.endswith(".out"):
                continue  # the end of a line of code: nothing of the output changes
            if not is_found(text[:place] + new + text[place + 1 :]):
                pytest.fail(f"{path}:{line}: {new!r} for {old!r}, at {place - before}, passes")
