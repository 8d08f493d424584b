"""A learner's program, and how a check runs it: recorded, by the virtual clock."""

from __future__ import annotations

import ast
import contextlib
import logging
import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from lab.exercises.run import Run
from lab.exercises.verdict import wrong
from lab.loop.clock import VirtualClock
from lab.loop.event_loop import EventLoop
from lab.loop.waiting import Deadlock
from lab.programs.execution import describe
from lab.programs.recorded import run_recorded
from lab.programs.transcript import stream_text
from lab.trace.data import is_default_name
from lab.trace.tracer import Tracer

MOST_TURNS = 5_000
"""A program that takes more turns than that is said to go on without an end."""

PATIENCE = 10.0
"""How long a turn may take, in real seconds. In a browser, the page's Stop ends it."""


class Attempt:
    """A learner's answer to an exercise.

    Args:
        source: The program.
        path: The file to keep it in while it runs; its name is that in tracebacks.
    """

    def __init__(self, source: str, path: Path) -> None:
        self.source = source
        self._path = path
        self._runs: dict[str, Run] = {}

    @property
    def _own(self) -> range:
        """The learner's own lines: a check may have added more, of which a learner can't know."""
        return range(1, len(self.source.splitlines()) + 1)

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed program. Where it can't be parsed, `Wrong` says so."""
        try:
            return ast.parse(self.source)
        except SyntaxError as error:
            wrong(f"The program does not start: {error.msg}, line {error.lineno}.")

    def run(self, *, fails: bool = False) -> Run:
        """Run the program, recorded, by the virtual clock. Asking again costs nothing.

        Args:
            fails: Take a run that ends with an exception, or prints to standard error, too.

        Raises:
            Wrong: The program is not a whole and good one.
        """
        return self._run(self.source, fails)

    def run_with(self, code: str, *, fails: bool = False) -> Run:
        """Run the program's imports, functions and classes, and then other code.

        So that a check can call the learner's function with values of its own.

        Args:
            code: What stands in place of the program's top-level statements.
            fails: As for `run`.

        Raises:
            Wrong: As for `run`.
        """
        kept = self.source.splitlines()
        for node in self.tree.body:
            if not _is_definition(node):
                for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    kept[number - 1] = ""  # lines keep their numbers
        return self._run("\n".join([*kept, code, ""]), fails)

    def _run(self, source: str, fails: bool) -> Run:
        _ = self.tree  # a syntax error is told first
        if source not in self._runs:
            self._runs[source] = self._record(source)
        run = self._runs[source]
        if run.complaint and not fails:
            wrong(run.complaint)
        return run

    def _record(self, source: str) -> Run:
        self._path.write_text(source, "utf-8")
        tracer = _Tracer(self._path.name)
        ends: list[tuple[str, str]] = []

        def failed(error: BaseException) -> None:
            # Not kept: it would keep the run's tasks, whose complaints belong to this run, too.
            said = describe(error, str(self._path))
            ends.append((said["type"], _why(error, said, self._own)))

        with _as_in_a_new_process():
            recorded = run_recorded(
                self._path, clock=VirtualClock(), tracer=tracer, failed=failed, limit=PATIENCE
            )
        printed = stream_text(recorded.pieces, "stderr")
        error, complaint = ends[0] if ends else ("", _noise(printed, self._own))
        return Run(
            lines=stream_text(recorded.pieces, "stdout").splitlines(),
            errors=printed,
            error=error,
            complaint=complaint,
            trace=tracer.trace(),
        )


class _Tracer(Tracer):
    """Ends a program that goes on and on: by the virtual clock, it could do so for ever."""

    def __init__(self, program: str) -> None:
        super().__init__(program, limit=4 * MOST_TURNS)
        self._turns = 0

    def handle_finished(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - see Observer
        super().handle_finished(loop, handle)
        self._turns += 1
        if self._turns % MOST_TURNS == 0:  # then tasks are cancelled, which takes turns as well
            raise _EndlessError


class _EndlessError(BaseException):
    """The program takes no end."""


def _is_definition(node: ast.stmt) -> bool:
    """Tell a statement that only names something from one that starts the program."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        starts = {"run", "Runner", "run_until_complete", "run_forever"}
        return not any(isinstance(n, ast.Attribute) and n.attr in starts for n in ast.walk(node))
    definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return isinstance(node, definitions | ast.Import | ast.ImportFrom)


def _why(error: BaseException, said: dict[str, Any], own: range) -> str:
    """Say to a learner how the program ended."""
    if isinstance(error, _EndlessError):
        return "The program goes on without an end."
    if isinstance(error, Deadlock):
        waits = [
            f"{wait.function if is_default_name(wait.task) else wait.task} waits for {wait.what}"
            + (f", line {wait.line}" if wait.line in own else "")
            for wait in error.waiting
        ]
        return f"The program hangs, since nothing can wake it: {'; '.join(waits)}."
    at = f" at line {said['line']}" if said["line"] in own else ""
    words = f"{said['type']}{at}" + (f": {said['message']}" if said["message"] else "")
    if isinstance(error, BaseExceptionGroup):
        inner = error.exceptions[0]
        words += f"; in it, {type(inner).__name__}: {inner}".removesuffix(": ")
    return f"The program ends with {words}".rstrip(".") + "."


def _noise(errors: str, own: range) -> str:
    lines = errors.strip().splitlines()
    if not lines:
        return ""
    # `file.py:7: RuntimeWarning: coroutine ...`: the file is the only one there is.
    where, _, words = lines[0].partition(": ")
    line = where.rpartition(":")[2]
    said = words if line.isdecimal() else lines[0]
    if line.isdecimal() and int(line) in own:
        said += f", line {line}"
    if said.startswith("Task exception"):
        said += f" ({lines[-1]})"
    return f"Python complains: {said.rstrip('.')}."


@contextlib.contextmanager
def _as_in_a_new_process() -> Iterator[None]:
    """Let warnings and logs go where they go in a program that does not care for them."""
    handlers, logging.root.handlers = logging.root.handlers, []
    try:
        with warnings.catch_warnings():
            warnings.resetwarnings()
            warnings.simplefilter("default")
            yield
    finally:
        logging.root.handlers = handlers
