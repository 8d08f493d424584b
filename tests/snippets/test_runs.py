"""Every snippet is run in several ways, and each has to print what the page says.

By the virtual clock, which is exact and quick, in `make test`; and in real time, on asyncio's own
loop, in `make test-realtime`.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import pytest
from pytest_examples import EvalExample

from lab.loop.event_loop import installed
from lab.programs.recorded import Recorded
from lab.programs.transcript import Piece, Recorder, parse, stream_text
from lab.snippets.expected import expected, problems
from lab.snippets.process import run_on_lab, run_process
from lab.snippets.session import Session, session_problems
from lab.snippets.snippet import WIDEST, Snippet
from tests.snippets.test_contract import whole_file
from tests.support import demand, warnings_as_in_a_new_process

pytestmark = pytest.mark.runs

TOLERANCE = 0.15
"""By how much a duration may differ in real time, in seconds: other programs run as well."""


def test_on_the_lab(snippet_path: Path) -> None:
    snippet = Snippet.read(snippet_path)
    with as_in_a_new_process(snippet):
        run = run_on_lab(snippet)
    tolerance = TOLERANCE if snippet.metadata.clock == "wall" else 0.0
    demand(lambda: problems(snippet, run, tolerance))


@pytest.mark.realtime
def test_as_a_process(snippet_path: Path) -> None:
    snippet = Snippet.read(snippet_path)
    demand(lambda: problems(snippet, run_process(snippet), TOLERANCE))


def test_by_pytest_examples(snippet_path: Path, eval_example: EvalExample) -> None:
    snippet = Snippet.read(snippet_path)
    with as_in_a_new_process(snippet), ExitStack() as stack:
        if snippet.metadata.clock == "virtual":
            stack.enter_context(installed())
        _run_by_pytest_examples(snippet, eval_example)


@pytest.mark.realtime
def test_by_pytest_examples_in_real_time(snippet_path: Path, eval_example: EvalExample) -> None:
    snippet = Snippet.read(snippet_path)
    with as_in_a_new_process(snippet):
        _run_by_pytest_examples(snippet, eval_example)


def test_session(session_path: Path) -> None:
    demand(lambda: session_problems(Session.read(session_path)))


def _run_by_pytest_examples(snippet: Snippet, eval_example: EvalExample) -> None:
    example = whole_file(snippet)
    eval_example.set_config(line_length=WIDEST)
    want = expected(snippet)
    if want.inline:
        eval_example.run_print_check(example)
        return
    with Recorder() as recorder:
        if snippet.metadata.exit_status:
            with pytest.raises(BaseException):  # noqa: B017, PT011 - other runs check which
                eval_example.run(example)
        else:
            eval_example.run(example)
    # pytest takes tracebacks for itself, so standard error is left to the others.
    printed = Piece("stdout", stream_text(recorder.pieces, "stdout"))
    others = Piece("stderr", stream_text(parse(want.text), "stderr"))
    run = Recorded((printed, others), snippet.metadata.exit_status, in_order=False)
    demand(lambda: problems(snippet, run, TOLERANCE))


@contextmanager
def as_in_a_new_process(snippet: Snippet) -> Iterator[None]:
    if sys.version_info < (3, 14):
        # After an `asyncio.run`, `asyncio.get_event_loop` makes no loop any more, as if it were
        # Python 3.14. A new policy forgets that there was one.
        asyncio.set_event_loop_policy(None)
    action: Literal["error", "default"] = "error" if snippet.metadata.dev_mode else "default"
    with warnings_as_in_a_new_process(action), pytest.MonkeyPatch.context() as patch:
        # pytest listens to what is logged. Where nobody does, it goes to standard error.
        patch.setattr(logging.root, "handlers", [])
        yield
