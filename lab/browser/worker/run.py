"""Run a reader's program inside the worker of a page, and record it.

This module and all that it imports run in Pyodide (CPython compiled to WebAssembly), which has no
threads, no sockets and no other processes. `device.py` was run there as the module `lab_device`.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import math
import os
import signal
import sys
import time
import weakref
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from lab.browser.worker import modules
from lab.browser.worker.closed import MemoryReserve, close, explain, hide_refusals
from lab.browser.worker.stacks import SuspendableStack, Switch, wait_for
from lab.loop import signals, stand_in
from lab.loop.clock import Clock, VirtualClock, WallClock
from lab.loop.slow import SlowClock
from lab.programs.execution import describe, execute
from lab.programs.fresh import as_in_a_new_process
from lab.programs.leftovers import Leftovers
from lab.programs.recorded import Failed, run_recorded
from lab.programs.transcript import Recorder
from lab.trace.data import Trace
from lab.trace.tracer import Tracer

SLOW = 5.0
"""How many seconds one takes when time is slowed down. `protocol.ts` says so too."""

_INEXACT = 0.01
"""How many seconds a wait that listens may last too long: what is left is slept through."""

_SIGNALLED = 128
"""What a shell adds to the number of the signal that ended a program."""

_now = time.monotonic
device: Any = sys.modules["lab_device"]
_CLOCKS: dict[str, Callable[[], Clock]] = {
    "real": WallClock,
    "slow": lambda: SlowClock(SLOW),
    "skip": VirtualClock,
}


class Sleeper:
    """Sleeps for the program; meanwhile it draws the timeline, and hears a reader's signals.

    Both only while all tasks wait. Drawing takes real time: it is taken from that of a sleep that
    lasts for longer, so that neither the program nor its times notice. What takes longer all the
    same is drawn as it was.

    Args:
        tracer: Knows whether the program's loop waits.
        listen: Waits as well, but lets the worker hear the page; returns a promise of the name of
            the signal that came, or of an empty one. None where the browser can't suspend
            WebAssembly.
    """

    def __init__(self, tracer: Tracer, listen: Callable[[float], Any] | None) -> None:
        self._tracer = tracer
        self._listen = listen
        self._listened = _now()
        self._takes = 0.05  # a guess, until it was done once
        self._next = _now() + 0.2

    def sleep(self, seconds: float) -> None:
        """Sleep for some real seconds; for fewer if a signal comes."""
        ends = _now() + seconds
        while True:
            pause = self._draw_if_due(seconds)
            if self._tracer.loop_waits():
                came = self._heard(min(pause, ends - _now()))
                if came:
                    signal.raise_signal(signal.Signals[came])  # as in a terminal
                    return
            device.block(max(0.0, min(pause, ends - _now())))
            seconds = ends - _now()
            if seconds <= 0:
                return

    def _heard(self, pause: float) -> str:
        """Listen for most of a pause; if that is short, only now and then, for it takes time.

        Returns:
            The name of the signal that came; empty if none did.
        """
        seconds = max(0.0, pause - _INEXACT)
        if self._listen is None or (seconds == 0 and _now() - self._listened < 10 * _INEXACT):
            return ""
        came = wait_for(partial(self._listen, seconds))
        self._listened = _now()
        return str(came)

    def _draw_if_due(self, seconds: float) -> float:
        """Show what was printed; draw what was recorded, unless that was done just now.

        Returns:
            How long the program may sleep before this should be called again.
        """
        _flush()
        if not self._tracer.loop_waits() or self._tracer.is_within_line():
            return seconds
        began = _now()
        if began < self._next:
            return self._next - began
        if seconds < 3 * self._takes:
            return seconds
        more = self._draw()
        self._takes = _now() - began
        pause = max(0.5, 10 * self._takes) if more else math.inf
        self._next = _now() + pause
        return pause

    def _draw(self) -> bool:
        """Draw the run so far; return whether there will be more to draw."""
        device.block(0)
        try:
            from lab.timeline.drawing import figure

            trace = self._tracer.trace(changes=False)
            device.ask("t", figure(trace, lists_output=False))
        except (
            Exception
        ):  # a mistake in the drawing is none of the program's; it is told at the end
            return False
        return not trace.note


class _PageRecorder(Recorder):
    """Hands what is printed to the worker, at each write, and to the tracer; keeps nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._last = ""

    def wrote(self, stream: str, text: str, before: TextIO) -> None:
        if stream != self._last:
            _flush()
            self._last = stream
        before.write(text)
        if self.on_write:
            self.on_write(stream, text)


def archives(source: str, checks: str) -> str:
    """Tell which archives to fetch before a program starts.

    Args:
        source: The program.
        checks: The checks of an exercise that are made on it.

    Returns:
        Their names, with spaces between.
    """
    return " ".join(modules.archives(source, checks))


def _is_session(source: str) -> bool:
    """Tell a session from a program. `lab.programs.prompt` knows more, but comes later."""
    return source.startswith("$ python")


def run(
    source: str,
    file: str,
    pace: str,
    listen: Callable[[float], Any] | None = None,
    switch: Switch | None = None,
) -> str:
    """Run a program as `python FILE` would, or a session; what it prints goes to the page at once.

    Args:
        source: The program.
        file: Its file's name.
        pace: `real`, `slow` or `skip`.
        listen: See `Sleeper`; then this is to be called so that it can be suspended.
        switch: See `SuspendableStack`; as `listen`.

    Returns:
        What `Done` in `protocol.ts` says of a run, as JSON.
    """
    path = Path(file).absolute()  # as Python names it in tracebacks
    path.write_text(source, "utf-8", "surrogatepass")
    tracer = Tracer(file, "virtual" if pace == "skip" else "wall")
    device.sleeper = Sleeper(tracer, listen).sleep
    errors: list[dict[str, Any]] = []
    is_ordinary = False
    reserve = MemoryReserve()

    def failed(error: BaseException) -> None:
        nonlocal is_ordinary
        is_ordinary = _is_ordinary(error)
        reserve.release()
        hide_refusals(error)
        explain(error, source)
        errors.append(describe(error, str(path)))

    signals.can_come_from_outside = listen is not None
    stand_in.new_stack = partial(SuspendableStack, switch=switch) if switch else None
    with as_in_a_new_process():
        recorded = run_recorded(
            path,
            clock=_CLOCKS[pace](),
            tracer=tracer,
            recorder=_PageRecorder(),
            failed=failed,
            limit=math.inf,
            start=_replay if _is_session(source) else execute,
        )
    _flush()
    device.sleeper = None
    signals.can_come_from_outside = True
    stand_in.new_stack = None
    drawn = _recorded(tracer.trace)
    error = errors[0] if errors else None
    reusable = (recorded.status == 0 or is_ordinary) and _is_clean(path)
    interrupted = error is not None and error["type"] == "KeyboardInterrupt"
    status = _SIGNALLED + signal.SIGINT if interrupted else recorded.status
    return json.dumps({"status": status, "error": error, "reusable": reusable} | drawn)


def _is_ordinary(error: BaseException) -> bool:
    """Tell whether an exception ended nothing but the program.

    Others may come in the middle of anything: a Ctrl-C, or the end of the memory or of the stack.
    """
    if isinstance(error, BaseExceptionGroup):
        return all(_is_ordinary(inner) for inner in error.exceptions)
    return isinstance(error, Exception) and not isinstance(error, MemoryError | RecursionError)


def _is_clean(path: Path) -> bool:
    """Tell whether the next program would meet nothing that this one has left, whose file goes."""
    with contextlib.suppress(OSError):
        path.unlink()
    return not stand_in.left_behind and not _leftovers.changes()


def _replay(path: Path, arguments: Sequence[str], failed: Failed) -> int:
    """Start a session; what fails in it fails at its prompt."""
    from lab.programs.prompt import replay

    return replay(path.read_text("utf-8", "surrogatepass"))


def check(source: str, file: str, checks: str) -> str:
    """Make the checks of an exercise on a program; show what it printed.

    Args:
        source: The program.
        file: Its file's name.
        checks: The exercise's `checks.py`.

    Returns:
        What `Done` in `protocol.ts` says of a run, as JSON.
    """
    from lab.exercises.checks import check as check_program

    report = check_program(source, checks, Path(file))
    drawn: dict[str, str] = {}
    run = report.run
    if run:
        sys.stdout.write("".join(f"{line}\n" for line in run.lines))
        _flush()
        sys.stderr.write(run.errors)
        _flush()
        drawn = _recorded(lambda: run.trace)
    outcomes = [dataclasses.asdict(outcome) for outcome in report.outcomes]
    done = {"status": 0, "error": None, "reusable": _is_clean(Path(file)), "checks": outcomes}
    return json.dumps(done | drawn)


def _flush() -> None:
    for stream in _streams:
        with contextlib.suppress(ValueError):  # a program may have closed them
            stream.flush()


def _recorded(recorded: Callable[[], Trace]) -> dict[str, str]:
    from lab.timeline.drawing import figure
    from lab.trace.perfetto import perfetto

    try:
        trace = recorded()
        drawn = figure(trace, lists_output=False) if trace.stretches else ""
    except Exception as error:  # a mistake in the drawing is no mistake in the reader's program
        device.ask("t", f"<p>This run could not be drawn: {type(error).__name__}.</p>")
        return {"trace": "", "perfetto": ""}
    device.ask("t", drawn)
    return {"trace": trace.to_json(), "perfetto": perfetto(trace)}


def start() -> None:
    """Make Pyodide an ordinary Python, and close the ways out of it. Called once."""
    os.chdir("/home/pyodide")
    asyncio._set_running_loop(None)
    asyncio.run = asyncio.runners.run
    for stream in _streams:
        stream.reconfigure(line_buffering=True)  # as in a terminal
    modules.install(lambda archive: device.ask("f", archive))
    close()
    weakref.finalize(device, int)  # the first one registers itself with `atexit`
    _leftovers.begin("/home/pyodide", "/tmp")  # noqa: S108 - in memory


_streams: list[Any] = [sys.stdout, sys.stderr]
_leftovers = Leftovers()
