"""Trace a program that stands in a test."""

from __future__ import annotations

import asyncio
import textwrap
import time
from pathlib import Path

from lab.loop.clock import Clock, VirtualClock, WallClock
from lab.programs.recorded import run_recorded
from lab.trace.data import READY, WAITING, Moment, Stretch, Task, Trace
from lab.trace.tracer import Tracer


def trace_of(source: str, limit: float = 5_000, clock: str = "virtual") -> Trace:
    """Run a program under the lab, as if it was in the file `program.py`.

    Args:
        source: the program; `asyncio` and `time` are imported, and `main()` is run if it is there.
        limit: as in `Tracer`.
        clock: `virtual` or `wall`.
    """
    tracer = Tracer("somewhere/program.py", clock, limit)
    execute(source, WallClock() if clock == "wall" else VirtualClock(), tracer)
    return tracer.trace()


def execute(source: str, clock: Clock, tracer: Tracer, **names: object) -> None:
    """Run a program as `trace_of` does, with a clock, a tracer and more names of the test's own."""
    source = textwrap.dedent(source).lstrip("\n")
    if "def main" in source:
        source += "\nasyncio.run(main())\n"
    names |= {"__name__": "__main__", "asyncio": asyncio, "time": time}
    code = compile(source, "/somewhere/program.py", "exec")

    def start(*_: object) -> int:
        exec(code, names)  # noqa: S102 - a program of ours
        return 0

    run_recorded(Path(code.co_filename), clock=clock, tracer=tracer, start=start)


def task(trace: Trace, label: str) -> Task:
    """Return the one task that is named, or runs the function, so."""
    (found,) = [t for t in trace.tasks if t.label == label]
    return found


def stretches(trace: Trace, label: str, state: str = "") -> list[Stretch]:
    """Return what the task did, or all stretches of one state."""
    number = task(trace, label).number
    return [s for s in trace.stretches if s.task == number and state in ("", s.state)]


def waits(trace: Trace, label: str) -> list[str]:
    """Return what the task waited for."""
    found = stretches(trace, label)
    return [s.what for s in found if s.state in (WAITING, READY) and s.what != "start"]


def check(trace: Trace) -> None:
    """Check what must be true of every trace."""
    steps = [s for s in trace.stretches if s.state in ("running", "blocking")]
    assert [s.start.step for s in steps] == list(range(len(steps)))
    starts = [s.start for s in trace.stretches]
    assert starts == sorted(starts)
    before = Moment(0, 0.0)
    for step in steps:  # one after the other: nothing runs at two places
        assert before.time <= step.start.time <= step.end.time
        assert step.end.step == step.start.step + 1
        before = step.end
    assert before.time <= trace.end.time
    assert trace.end.step == len(steps)
    for one in trace.tasks:
        own = [s for s in trace.stretches if s.task == one.number]
        place = one.created
        for stretch in own:  # without a gap, and without two states at one time
            assert stretch.start == place or stretch.start[:2] == place[:2]
            assert stretch.start < stretch.end
            assert stretch.start.time <= stretch.end.time
            place = stretch.end
        assert place[:2] == (one.ended or trace.end)[:2]
        assert (one.ended is None) == (one.outcome == "unfinished")
        assert one.creator is None or one.creator < one.number
        assert "." not in one.name or "0x" not in one.name
    moments = [line.at for line in trace.prints]
    assert moments == sorted(moments)
    assert all(moment < trace.end for moment in moments)
