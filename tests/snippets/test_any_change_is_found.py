"""Change any one character of any expected output, and a check fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.snippets.expected import expected, problems
from lab.snippets.process import run_on_lab
from lab.snippets.session import Session, run_session
from lab.snippets.snippet import Snippet, SnippetError
from tests.snippets.test_runs import as_in_a_new_process

pytestmark = pytest.mark.runs


def test_of_a_snippets_output(snippet_path: Path, tmp_path: Path) -> None:
    for file in snippet_path.parent.glob(f"{snippet_path.stem}.*"):
        shutil.copy(file, tmp_path)
    path = tmp_path / snippet_path.name
    snippet = Snippet.read(path)
    with as_in_a_new_process(snippet):
        run = run_on_lab(snippet)
    want = expected(snippet)

    def is_found(text: str) -> bool:
        want.path.write_text(text, "utf-8")
        try:
            return bool(problems(Snippet.read(path), run))
        except (SnippetError, SyntaxError):
            return True

    text = want.path.read_text("utf-8")
    assert not is_found(text)
    for line in want.lines:
        _change_each_character(
            want.path.name, text, line, is_found, start="#>" if want.inline else ""
        )


def test_of_a_sessions_answers(session_path: Path) -> None:
    session = Session.read(session_path)
    answers = run_session(session)

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
        for new in {"x", " ", "", old.swapcase()} - {old}:
            if old == "\n" and not new.strip() and not path.endswith(".out"):
                continue  # the end of a line of code: nothing of the output changes
            if not is_found(text[:place] + new + text[place + 1 :]):
                pytest.fail(f"{path}:{line}: {new!r} for {old!r}, at {place - before}, passes")
