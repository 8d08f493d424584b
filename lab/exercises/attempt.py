"""A learner's program, and how a check runs it: recorded, by the virtual clock."""

from __future__ import annotations

import ast
import asyncio
import gc
import inspect
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from lab.exercises.complaints import complaint, failed_test
from lab.exercises.program import Changed, NotAsAgreedError, Program, held_back, keep
from lab.exercises.run import Run
from lab.exercises.verdict import wrong
from lab.loop.clock import VirtualClock
from lab.loop.event_loop import EventLoop
from lab.loop.observer import Observer, guard_of
from lab.loop.waiting import Deadlock, Wait
from lab.loop.watchdog import Overrun
from lab.programs.execution import describe, execute, play
from lab.programs.fresh import as_in_a_new_process
from lab.programs.lines import lines_of
from lab.programs.recorded import Failed, run_recorded
from lab.programs.transcript import Recorder, stream_text
from lab.trace.data import Trace, is_default_name
from lab.trace.tracer import Tracer

MOST_TURNS = 5_000
"""A program that takes more turns than this is ended: it never ends, or it polls."""

PATIENCE = 10.0
"""How long a turn may take, in real seconds. In a browser, the page's Stop ends it."""


class Attempt:
    """A learner's answer to an exercise.

    Args:
        source: The program.
        path: The file to keep it in while it runs; its name is that in tracebacks.

    Attributes:
        last: The run that was asked for last.
    """

    def __init__(self, source: str, path: Path) -> None:
        self.source = source
        self.last: Run | None = None
        self._path = path.absolute()  # as Python names it in tracebacks

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed program. Where it can't be parsed, `Wrong` says so."""
        try:
            return ast.parse(self.source)
        except SyntaxError as error:
            wrong(f"The program does not start: {error.msg}, line {error.lineno}.")

    @cached_property
    def _defined(self) -> frozenset[str]:
        """The names of the program's functions and classes."""
        return frozenset(n.name for n in ast.walk(self.tree) if isinstance(n, _DEFINITIONS))

    def run(self, *, fails: bool | str = False) -> Run:
        """Run the program, recorded, by the virtual clock. Asking again costs nothing.

        Args:
            fails: True takes a run that ends with any exception, or prints to standard error; the
                name of an exception takes one that ends with that.

        Raises:
            Wrong: The program is not a whole and good one.
        """
        return self._accept(self._as_it_is, fails)

    @cached_property
    def _as_it_is(self) -> Run:
        return self._record(_Recording(self._path))

    def run_with(self, case: str, /, *, fails: bool | str = False, **changes: object) -> Run:
        """Run the program with other values for some of its global names.

        It doesn't matter how the program is started, or what it calls its `main`.

        Args:
            case: What is different, for messages: "With a slower disk".
            fails: As for `run`.
            **changes: The values, by name: numbers, dictionaries, functions...

        Raises:
            Wrong: As for `run`; or the program has no such name.
        """
        return self._accept(self._play(_Recording(self._path, case), changes), fails)

    def call(
        self,
        case: str,
        scene: Callable[[Program], object],
        /,
        *,
        fails: bool | str = False,
        **changes: object,
    ) -> Run:
        """Call the program's functions. The run is that of the call, and of nothing else.

        Before that, the program is run up to where it starts its loop; what it prints is set
        aside. So its values are as it wrote them.

        Args:
            case: What is called, for messages: "With four other names".
            scene: Takes the program, and calls what it likes. If it returns a coroutine, that is
                run, too.
            fails: As for `run`.
            **changes: As for `run_with`.

        Raises:
            Wrong: As for `run_with`.
        """
        return self._accept(self._play(_Recording(self._path, case), changes, scene), fails)

    def _accept(self, run: Run, fails: bool | str) -> Run:
        self.last = run
        if run.complaint and fails not in (True, run.error):
            wrong(run.complaint)
        return run

    def _play(
        self,
        recording: _Recording,
        changes: Mapping[str, object],
        scene: Callable[[Program], object] | None = None,
    ) -> Run:
        unused: list[str] = []

        def play(code: CodeType, module: ModuleType) -> None:
            names = Changed(module.__dict__, changes)
            try:
                if scene is None:
                    exec(code, module.__dict__, names)  # noqa: S102 - it is what we do
                else:
                    recording.load(code, module, names)
                    recording.play(scene, Program(module.__dict__, self._defined))
            finally:
                unused.extend(names.unused)

        run = self._record(recording, play)
        if recording.disagreement or unused:
            self.run()  # a program that fails by itself is told that first
            wrong(recording.disagreement or keep(unused[0], self._defined))
        return run

    def _record(self, recording: _Recording, play: Play = play) -> Run:
        _ = self.tree  # a syntax error is told first
        self._path.write_text(self.source, "utf-8")
        return recording.record(play, self._defined)


_SLEEP_0 = re.compile(r"\bsleep\(\s*0(\.0*)?\s*[,)]")
_PLAINLY = {"TaskGroup exit": "the end of a TaskGroup's block"}
_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Play = Callable[[CodeType, ModuleType], None]


class _Recording:
    """Records one run.

    Args:
        path: The program's file.
        case: What is different from the program as it is; empty if nothing is.

    Attributes:
        disagreement: What a check uses and the program lacks, in words for a learner.
    """

    def __init__(self, path: Path, case: str = "") -> None:
        self.disagreement = ""
        self._path = path.absolute()
        self._case = case
        self._tracer = _Tracer(path.name)
        self._recorder = Recorder()
        self._end = "", ""
        self._result: object = None

    def record(self, play: Play, defined: frozenset[str]) -> Run:
        def play_and_forget(code: CodeType, module: ModuleType) -> None:
            try:
                play(code, module)
            finally:
                asyncio.set_event_loop(None)  # or a loop that was not closed outlives this run

        def start(path: Path, arguments: Sequence[str], failed: Failed) -> int:
            return execute(path, arguments, failed, play_and_forget)

        with as_in_a_new_process(warn="default"):
            # Python says so only to those who ask, and closes the loop at the end of the process.
            warnings.filterwarnings("ignore", "unclosed event loop", ResourceWarning)
            recorded = run_recorded(
                self._path,
                clock=VirtualClock(),
                tracer=self._tracer,
                recorder=self._recorder,
                failed=self._failed,
                limit=PATIENCE,
                start=start,
            )
        printed = stream_text(recorded.pieces, "stderr")
        # Only the run of the program as it is gets drawn and stepped through.
        trace = self._tracer.trace(changes=not self._case)
        error, wrong_with_it = self._end
        if not error:
            error, wrong_with_it = self._noise(printed, trace, recorded.status)
        return Run(
            lines=lines_of(stream_text(recorded.pieces, "stdout")),
            errors=printed,
            error=error,
            complaint=wrong_with_it,
            trace=trace,
            defined=defined,
            result=self._result,
        )

    def load(self, code: CodeType, module: ModuleType, names: Changed) -> None:
        """Run the program up to where it starts its loop, and set aside what comes of it.

        The clock, the network and the streams are those of the scene that follows, since the
        program may keep them: with `from time import sleep`, say, or in a logger's handler.
        """
        guard = guard_of(self._tracer)
        before, guard.observer = guard.observer, _Loading()
        try:
            with held_back():
                exec(code, module.__dict__, names)  # noqa: S102 - it is what we do
        except NotAsAgreedError:
            raise
        except BaseException:  # noqa: S110 - where it starts; or told where it runs as it is
            pass
        finally:
            gc.collect()
            guard.observer = before
            self._recorder.pieces.clear()

    def play(self, scene: Callable[[Program], object], program: Program) -> None:
        """Play a check's scene."""
        result = scene(program)
        self._result = asyncio.run(result) if inspect.iscoroutine(result) else result

    def _failed(self, error: BaseException) -> None:
        # Not kept: it would keep the run's tasks, whose complaints belong to this run, too.
        self.disagreement = _disagreement(error)
        said = describe(error, str(self._path))
        self._end = said["type"], self._why(error, said)

    @property
    def _program(self) -> str:
        return f"{self._case}, the program" if self._case else "The program"

    def _why(self, error: BaseException, said: dict[str, Any]) -> str:
        """Say to a learner how the program ended."""
        program = self._program
        if isinstance(error, _EndlessError):
            if error.time_stands_still and _SLEEP_0.search(self._path.read_text("utf-8")):
                return (
                    f"{program} asks again and again without waiting (`sleep(0)` lets no time pass"
                    " here): wait for what you need instead."
                )
            return f"{program} never ends."
        if isinstance(error, Overrun):
            own_lines = (line for file, line in error.places if file == str(self._path))
            at = f", at line {line}," if (line := next(own_lines, None)) else ""
            return f"{program}{at} runs for more than {PATIENCE:g} s without giving the turn away."
        if isinstance(error, Deadlock):
            # A check's own functions are none of the learner's business.
            own = [wait for wait in error.waiting if wait.file == str(self._path)]
            waits = "; ".join(self._waits(wait) for wait in own or error.waiting)
            return f"{program} hangs, since nothing can wake it: {waits}."
        at = f" at line {said['line']}" if said["line"] else ""
        words = f"{said['type']}{at}" + (f": {said['message']}" if said["message"] else "")
        if isinstance(error, BaseExceptionGroup):
            inner = error.exceptions[0]
            words += f"; in it, {type(inner).__name__}: {inner}".removesuffix(": ")
        return f"{program} ends with {words}".rstrip(".") + "."

    def _waits(self, wait: Wait) -> str:
        task = wait.function if is_default_name(wait.task) else wait.task
        at = f", line {wait.line}" if wait.file == str(self._path) else ""
        return f"{task} waits for {_PLAINLY.get(wait.what, wait.what)}{at}"

    def _noise(self, printed: str, trace: Trace, status: int) -> tuple[str, str]:
        """Name the error that the program ends with, and say what is wrong; both may be empty."""
        if failure := failed_test(printed, str(self._path)):
            case = f"{self._case}, the" if self._case else "The"
            return failure.error, f"{case} program's {failure.words.rstrip('.')}."
        who, said = complaint(printed, str(self._path), trace)
        if not said and status:
            return "SystemExit", f"{self._program} ends with the exit status {status}."
        if not said:
            return "", ""
        if self._case:
            who = f"{self._case}, {who.replace('The ', 'the ')}"
        return "", f"{who}: {said.rstrip('.')}."


def _disagreement(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error) if isinstance(error, NotAsAgreedError) else ""


class _Turns:
    """Ends a program that goes on and on: on the virtual clock, it could do so forever."""

    def __init__(self) -> None:
        self._turns = 0
        self._instant = 0.0
        self._turns_before = 0

    def count(self, instant: float) -> None:
        """Count a turn."""
        if instant != self._instant:
            self._instant, self._turns_before = instant, self._turns
        self._turns += 1
        if self._turns % MOST_TURNS == 0:  # then tasks are cancelled, which takes turns as well
            raise _EndlessError(self._turns - self._turns_before > MOST_TURNS / 2)


class _Tracer(Tracer):
    """Records a run, as far as it is not endless."""

    def __init__(self, program: str) -> None:
        super().__init__(program, limit=4 * MOST_TURNS)
        self._turns = _Turns()

    def handle_finished(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - see Observer
        super().handle_finished(loop, handle)
        self._turns.count(self._now())


class _Loading(Observer):
    """Records nothing of a program that is only loaded."""

    def __init__(self) -> None:
        self._turns = _Turns()

    def handle_scheduled(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - see Observer
        handle.note = None  # which the tracer asks for, if this runs later

    def handle_finished(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - see Observer
        self._turns.count(loop.clock.instant())


class _EndlessError(BaseException):
    """The program takes no end.

    Attributes:
        time_stands_still: Whether most of its turns were at one instant.
    """

    def __init__(self, time_stands_still: bool) -> None:
        super().__init__()
        self.time_stands_still = time_stands_still
