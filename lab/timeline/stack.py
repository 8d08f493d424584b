"""Stack the calls of a task: from where to where each is drawn, and what waits under it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from lab.timeline.axis import Axis
from lab.trace.data import BLOCKING, LOST, RUNNING, WAITING, Frame, Stretch, Task

DEEPEST = 6
"""How many calls of a chain are drawn."""

# A step shows only where it ended. So in its width, the calls that ended in it stop at the first
# of these shares, and those that began in it start at the second; or at the third if none ended.
_ENDED, _BEGAN, _ONLY_BEGAN = 0.4, 0.6, 0.25


@dataclass
class Bar:
    """A call: from where to where it is drawn, and where it runs in between."""

    frame: Frame
    depth: int
    start: float
    end: float
    runs: list[tuple[float, float, Stretch]] = field(default_factory=list)


Wait: TypeAlias = "tuple[int, Stretch, Frame | None]"
"""In which row something is waited for, when, and by which call."""


def stack(stretches: list[Stretch], task: Task | None, axis: Axis) -> tuple[list[Bar], list[Wait]]:
    """Follow the calls through the steps of the task.

    What a call did within a step is not known, only where the task was after it. So a call
    that ended in a step ends early in it, and one that began there begins late.
    """
    bars: list[Bar] = []
    waits: list[Wait] = []
    open_bars: list[Bar] = []
    for s in stretches:
        if s.state == WAITING:
            waits.append((len(open_bars), s, open_bars[-1].frame if open_bars else None))
        if s.state not in (RUNNING, BLOCKING):
            continue
        start, end = axis.x(s.start), axis.x(s.end)
        chain = [f for i, f in enumerate(s.chain) if not f.library or i < len(s.chain) - 1]
        if not s.chain:
            chain = [bar.frame for bar in open_bars]
        if not chain:
            chain = [Frame(task.coroutine if task else "", None, -1)]
        chain = chain[:DEEPEST]
        same = 0
        while same < min(len(chain), len(open_bars)) and (
            chain[same].call == open_bars[same].frame.call
        ):
            same += 1
        popped = len(open_bars) > same
        left = start + (end - start) * (_ENDED if popped else 0)
        for bar in open_bars[same:]:
            bar.runs.append((start, left, s))
            bar.end = left
        late = start + (end - start) * (_BEGAN if popped else _ONLY_BEGAN)
        del open_bars[same:]
        for bar, frame in zip(open_bars, chain, strict=False):
            bar.runs.append((start, end, s))
            bar.frame, bar.end = frame, end
        for depth in range(same, len(chain)):
            begin = start if depth == 0 or s.state == BLOCKING else late
            bar = Bar(chain[depth], depth, begin, end, [(begin, end, s)])
            open_bars.append(bar)
            bars.append(bar)
    if not task or task.ended is None or task.outcome == LOST or task.ended.step > axis.shown:
        for bar in open_bars:
            bar.end = max(bar.end, last_x(stretches, axis))
    return bars, waits


def last_x(stretches: list[Stretch], axis: Axis) -> float:
    """Return where the last of some stretches ends."""
    return max((axis.x(s.end) for s in stretches), default=axis.left)
