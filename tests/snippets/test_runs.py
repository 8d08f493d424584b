"""Every snippet is run in several ways, and each has to print what the page says."""

from __future__ import annotations

import asyncio
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_examples import EvalExample

from lab.expected import expected, problems
from lab.program import Run, run_process, run_recorded
from lab.session import Session, session_problems
from lab.snippet import WIDEST, Snippet
from lab.transcript import Piece, Recorder, parse, stream_text
from tests.snippets.test_contract import whole_file
from tests.support import demand


def test_as_a_process(snippet_path: Path) -> None:
    snippet = Snippet.read(snippet_path)
    demand(lambda: problems(snippet, run_process(snippet)))


def test_in_order(snippet_path: Path, tmp_path: Path) -> None:
    snippet = Snippet.read(snippet_path)
    demand(lambda: problems(snippet, run_recorded(snippet, tmp_path / "transcript.out")))


def test_by_pytest_examples(snippet_path: Path, eval_example: EvalExample) -> None:
    snippet = Snippet.read(snippet_path)
    example = whole_file(snippet)
    eval_example.set_config(line_length=WIDEST)
    want = expected(snippet)
    if want.inline:
        eval_example.run_print_check(example)
        return
    with _as_in_a_new_process(snippet), Recorder() as recorder:
        if snippet.metadata.exit_status:
            with pytest.raises(BaseException):  # noqa: B017, PT011 - the process' run checks which
                eval_example.run(example)
        else:
            eval_example.run(example)
    # pytest takes warnings and tracebacks for itself, so standard error is left to the others.
    printed = Piece("stdout", stream_text(recorder.pieces, "stdout"))
    others = Piece("stderr", stream_text(parse(want.text), "stderr"))
    status = snippet.metadata.exit_status
    run = Run((printed, others), status, in_order=False)
    demand(lambda: problems(snippet, run))


@contextmanager
def _as_in_a_new_process(snippet: Snippet) -> Iterator[None]:
    if sys.version_info < (3, 14):
        # After an `asyncio.run`, `asyncio.get_event_loop` makes no loop any more, as if it were
        # Python 3.14. A new policy forgets that there was one.
        asyncio.set_event_loop_policy(None)
    with warnings.catch_warnings():
        if not snippet.metadata.dev_mode:
            warnings.simplefilter("ignore")  # the process' run compares them
        yield


def test_session(session_path: Path) -> None:
    demand(lambda: session_problems(Session.read(session_path)))
