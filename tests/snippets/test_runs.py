"""Every snippet is run in several ways, and each has to print what the page says.

By the virtual clock, which is exact and quick, in `make test`; and in real time, on asyncio's own
loop, in `make test-realtime`.
"""

from __future__ import annotations

import asyncio
import gc
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from pytest_examples import CodeExample, EvalExample

from lab.loop.installed import installed
from lab.programs.fresh import loggers_as_new
from lab.programs.recorded import Recorded
from lab.programs.transcript import Piece, Recorder, parse, stream_text
from lab.snippets.advice import CLOCK, clock_advice, update_advice
from lab.snippets.expected import expected, masked, problems
from lab.snippets.process import other_runs, run_on_lab, run_process
from lab.snippets.session import Session, session_problems
from lab.snippets.snippet import WIDEST, Snippet, SnippetError
from tests.snippets.changes import (
    demand_that_any_change_is_found,
    demand_that_any_change_of_an_answer_is_found,
)
from tests.snippets.lateness import Lateness, measured_lateness
from tests.snippets.test_contract import contract_breaches, whole_file
from tests.support import demand, failing_with_its_message, warnings_as_in_a_new_process

pytestmark = pytest.mark.runs

TOLERANCE = 0.15
"""By how much a duration may differ in real time, in seconds, if the machine has time for it."""

ANOTHER_DAY = 1_936_625_197.0
"""When the clock begins the second time, in seconds since 1970: 2031-05-15 14:46:37 UTC."""


def test_on_the_lab(snippet_path: Path, project: Path, eval_example: EvalExample) -> None:
    """On the lab; if that is right, on another day; and by pytest-examples."""
    skip_if_the_contract_is_broken(snippet_path, project)
    snippet = Snippet.read(snippet_path)
    if not snippet.metadata.on_lab:
        demand_that_any_change_is_found(snippet, run_as_a_process(snippet))
        return
    with failing_with_its_message(), as_in_a_new_process(snippet), lateness(snippet) as late:
        run = run_on_lab(snippet)
    demand(lambda: _problems_on_lab(snippet, run, late))
    with as_in_a_new_process(snippet), ExitStack() as stack:
        if snippet.metadata.clock == "virtual":
            stack.enter_context(installed())
        _run_by_pytest_examples(snippet, eval_example)
    demand_that_any_change_is_found(snippet, run)


def lateness(snippet: Snippet) -> AbstractContextManager[Lateness]:
    """How late the machine is while a snippet runs on the lab; a virtual clock isn't late."""
    return measured_lateness() if snippet.metadata.clock == "wall" else nullcontext(Lateness())


def _problems_on_lab(snippet: Snippet, run: Recorded, late: Lateness) -> Iterator[str]:
    if snippet.metadata.clock == "wall":
        yield from problems_in_real_time(snippet, run, late, lambda: other_runs(snippet))
        return
    found = problems(snippet, run, run_again=lambda: other_runs(snippet))
    if CLOCK.search(snippet.source):
        with as_in_a_new_process(snippet):
            later = run_on_lab(snippet, epoch=ANOTHER_DAY)
        if masked(snippet, later.pieces) != masked(snippet, run.pieces):
            found = found or problems(snippet, later)
            old, new = update_advice(snippet.path), clock_advice()
            found = [message.replace(old, new) for message in found]
    yield from found


@pytest.mark.realtime
def test_in_real_time(snippet_path: Path, project: Path, eval_example: EvalExample) -> None:
    """As a process of its own; if that is right, by pytest-examples."""
    skip_if_the_contract_is_broken(snippet_path, project)
    snippet = Snippet.read(snippet_path)
    run_as_a_process(snippet)
    if not snippet.metadata.on_lab:
        return
    with as_in_a_new_process(snippet), measured_lateness() as late:
        run = _printed_by_pytest_examples(snippet, eval_example)
    demand_if_in_time(snippet, problems_in_real_time(snippet, run, late), late)


def run_as_a_process(snippet: Snippet) -> Recorded:
    """As a process of its own, on the loop that it brings."""
    with failing_with_its_message(), measured_lateness() as late:
        run = run_process(snippet)
    again = partial(map, run_process, [snippet])
    demand_if_in_time(snippet, problems_in_real_time(snippet, run, late, again), late)
    return run


def demand_if_in_time(snippet: Snippet, found: Iterable[str], late: Lateness) -> None:
    """Demand that nothing was found, unless the machine was too late for an order to mean anything.

    Only what a program prints is excused, and only if the virtual clock holds it to it elsewhere.
    """
    problems = list(found)
    only_printed = all("printed something else" in problem for problem in problems)
    is_exact = snippet.metadata.clock == "virtual"
    if problems and only_printed and is_exact and late.seconds > TOLERANCE:
        pytest.skip(reason=f"the machine was {late.seconds:.2f} s late: {problems[0]}")
    demand(lambda: iter(problems))


def problems_in_real_time(
    snippet: Snippet,
    run: Recorded,
    late: Lateness,
    run_again: Callable[[], Iterable[Recorded]] = tuple,
) -> Iterator[str]:
    """How a run differs from what is expected; its durations by more than the machine explains."""
    for problem in problems(snippet, run, TOLERANCE + late.seconds, run_again=run_again):
        yield (
            f"{problem}\n    (durations may differ by {TOLERANCE} s, and here by"
            f" {late.seconds:.2f} s more: so late was this machine)"
        )


def test_session(session_path: Path, project: Path) -> None:
    skip_if_the_contract_is_broken(session_path, project)
    session = Session.read(session_path)
    demand(lambda: session_problems(session))
    demand_that_any_change_of_an_answer_is_found(session)


def skip_if_the_contract_is_broken(path: Path, project: Path) -> None:
    """One mistake is to give one failure: test_contract.py has named it."""
    try:
        broken = any(contract_breaches(path, project))
    except SnippetError:
        broken = True
    if broken:
        pytest.skip(reason=f"{path} has a mistake that test_contract.py names")


def _run_by_pytest_examples(snippet: Snippet, eval_example: EvalExample) -> None:
    if not expected(snippet).inline:
        with lateness(snippet) as late:
            run = _printed_by_pytest_examples(snippet, eval_example)
        demand(lambda: problems_in_real_time(snippet, run, late))
        return
    eval_example.set_config(line_length=WIDEST)
    eval_example.run_print_check(whole_file(snippet))


def _printed_by_pytest_examples(snippet: Snippet, eval_example: EvalExample) -> Recorded:
    example = whole_file(snippet)
    eval_example.set_config(line_length=WIDEST)
    with Recorder() as recorder:
        if snippet.metadata.exit_status:
            with pytest.raises(BaseException):  # noqa: B017, PT011 - other runs check which
                eval_example.run(example)
        else:
            _run_to_its_end(example, eval_example)
    # pytest takes tracebacks for itself, so standard error is left to the others.
    copy = rf"[^\s'\"]*\b{snippet.path.stem}_\d+_\d+\.py"  # which pytest-examples makes
    text = re.sub(copy, str(snippet.path), stream_text(recorder.pieces, "stdout"))
    printed = Piece("stdout", text)
    others = Piece("stderr", stream_text(parse(expected(snippet).text), "stderr"))
    return Recorded((printed, others), snippet.metadata.exit_status, in_order=False)


def _run_to_its_end(example: CodeExample, eval_example: EvalExample) -> None:
    try:
        eval_example.run(example)
    except SystemExit as end:  # `unittest.main` ends every program in this way
        if end.code:
            raise


@contextmanager
def as_in_a_new_process(snippet: Snippet) -> Iterator[None]:
    if sys.version_info < (3, 14):
        # After an `asyncio.run`, `asyncio.get_event_loop` makes no loop any more, as if it were
        # Python 3.14. A new policy forgets that there was one.
        asyncio.set_event_loop_policy(None)
    action: Literal["error", "default"] = "error" if snippet.metadata.dev_mode else "default"
    # pytest listens to what is logged. Where nobody does, it goes to standard error.
    with (
        warnings_as_in_a_new_process(action),
        loggers_as_new(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "argv", [str(snippet.path)])
        # To what is raised where nothing can catch it, too: a warning made an error, say.
        patch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
        yield
        if not snippet.metadata.dev_mode:
            _close_loops()


def _close_loops() -> None:
    """Close the loops that a program leaves open on purpose: another test would be blamed."""
    for left in gc.get_objects():
        # Not `isinstance`: that asks objects which pretend to be of another class.
        if issubclass(type(left), asyncio.BaseEventLoop) and not left.is_running():
            left.close()
