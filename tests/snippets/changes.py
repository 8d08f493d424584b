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
    comments = dict(inline_output(snippet)) if want.inline else {}

    def is_found(text: str, line: int) -> bool:
        try:
            if want.inline:
                text = _said(comments, snippet, text, line)
            return any(differences(dataclasses.replace(want, text=text), printed))
        except (SnippetError, SyntaxError):
            return True

    text = want.path.read_text("utf-8")
    for line in want.lines:
        _change_each_character(
            want.path.name, text, line, is_found, start="#>" if want.inline else ""
        )


def _said(comments: dict[int, str], before: Snippet, changed: str, line: int) -> str:
    """What a program says that it prints, after a change in one line's comment.

    A comment ends with its line. So if its line still has what came before it, and its `#`, all
    other lines are read as before, and reading this one is enough: that takes a tenth of the time.

    Args:
        comments: What it said before, by line.
        before: The program before.
        changed: Its text after the change.
        line: The line of the comment.
    """
    old, new = before.source.splitlines(), changed.splitlines()
    start = old[line - 1].find("#>") + 1
    said: dict[int, str | None]
    if len(old) == len(new) and new[line - 1][:start] == old[line - 1][:start]:
        alone = Snippet(before.path, new[line - 1][start - 1 :])
        said = {**comments, line: None}
        said.update((line, text) for _, text in inline_output(alone))
    else:
        said = {**dict(inline_output(Snippet(before.path, changed)))}
    return "".join(f"{text}\n" for text in said.values() if text is not None)


def demand_that_any_change_of_an_answer_is_found(session: Session) -> None:
    """Fail if a change to a session's expected answers is not found.

    Args:
        session: The session; its answers are as expected.
    """
    answers = [example.want for example in session.examples]

    def is_found(text: str, _: int) -> bool:
        changed = Session(session.path, text)
        wanted = [example.want for example in changed.examples]
        return wanted != answers

    for example in session.examples:
        first = example.lineno + example.source.count("\n") + 1
        for line in range(first, first + example.want.count("\n")):
            if not session.source.splitlines()[line - 1].startswith("..."):
                _change_each_character(session.path.name, session.source, line, is_found)


def _change_each_character(
    path: str, text: str, line: int, is_found: Callable[[str, int], bool], start: str = ""
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
            if not is_found(text[:place] + new + text[place + 1 :], line):
                pytest.fail(f"{path}:{line}: {new!r} for {old!r}, at {place - before}, passes")
