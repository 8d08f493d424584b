"""Where a moment of a trace is drawn, from left to right."""

from __future__ import annotations

import math
from itertools import pairwise

from lab.trace.data import BLOCKING, RUNNING, Moment, Trace

# Widths are in pixels, shares are of the width of the whole axis.
_THINNEST = 3.0
"""The width of a step that takes no time, if many need room."""

_THIN = 14.0
"""The same, if there is room enough."""

_PER_EVENT, _FOR_EVENTS = 5.0, 20.0
"""How much wider each event makes such a step, and the most that all of them make it."""

_JUMP = 20.0
"""The width of a jump of the clock on an axis of steps."""

_MOST_COLUMNS = 240
"""How many steps are drawn at the most on an axis of steps. They may need more than the width. With
more steps, an axis that may choose counts them, since there is no room left to show time with."""

_LONG, _FOLDED = 8.0, 4.0
"""A wait that is longer than so many times the next one is folded, to so many times that one."""

_NOISE = 0.02
"""By a clock on the wall, so long a wait may mean nothing, in seconds."""

_NARROWEST_COLUMN, _WIDEST_COLUMN = 12.0, 56.0
"""The width of a step on an axis of steps."""

_MOST_INSTANTS = 0.45
"""The share that steps may need at the least. Above it, little would be left to show time with:
then the axis is longer than asked for."""

_SHOWN_INSTANTS = 0.6
"""The same for a time axis that was asked for: what does not fit is cut off."""

_WITH_EVENTS = 0.45
"""The share that all steps get with their events; above it, all are made thinner."""

_HALVINGS = 60
"""How often the scale is halved in on: then it is as exact as a float can be."""

_CLOSE = 0.8
"""The share of a tick's room at which two ticks are too close to each other."""

_SEEN = 0.5
"""What is narrower than this can't be seen."""

_ROUND = 1, 2, 2.5, 5, 10
"""The steps between ticks, in a power of ten, that are easy to read."""

_INEXACT = 1e-9
"""By what share a computed number may differ from the round number that it should be."""


class Axis:
    """Maps moments to x.

    On a time axis, a step that takes no time still gets a few pixels, so that what happens at
    one instant is seen in its order; the rest of the width is shared out in proportion to time.
    On an axis of steps, each step gets the same width, and a jump of the clock a fixed one.

    Args:
        trace: Whose moments.
        left: X of the first moment.
        right: X of the last.
        kind: `time`, `steps`, or `auto`: time, unless none passes or too much happens at once.
    """

    def __init__(self, trace: Trace, left: float, right: float, kind: str = "auto") -> None:
        """Lay the steps out."""
        found = (s for s in trace.stretches if s.state in (RUNNING, BLOCKING))
        self.spans = [(s.start.time, s.end.time) for s in sorted(found, key=lambda s: s.start.step)]
        self.events = _events_by_step(trace, len(self.spans))
        self.left = left
        width = right - left
        self.kind = self._choose(kind, trace.end.time)
        self.shown = len(self.spans)
        self.longest = math.inf
        self._noise = _NOISE if trace.clock == "wall" else 0.0
        self._tail = 0.0, 0.0
        if self.kind == "time":
            needed = len(self.spans) * _THINNEST / _MOST_INSTANTS if kind == "auto" else 0.0
            self._lay_out_time(trace.end.time, max(width, needed))
        else:
            self._lay_out_steps(width)
        self.cut = self.shown < len(self.spans)
        self.right = self._x_of_end(trace.end)

    def _choose(self, kind: str, duration: float) -> str:
        if kind not in ("auto", "time", "steps"):
            raise ValueError(f"the axis should be 'auto', 'time' or 'steps', not {kind!r}")
        if duration == 0 or not self.spans:
            return "steps"
        if kind == "auto":
            return "time" if len(self.spans) <= _MOST_COLUMNS else "steps"
        return kind

    def _lay_out_time(self, duration: float, width: float) -> None:
        """Find the scale, pixels for a second, at which all steps and waits fill the width.

        A step is as wide as its time, but no thinner than its events need. So the width grows
        with the scale, yet not in proportion to it: the scale is found by halving.
        """
        count = len(self.spans)
        self.shown = min(count, int(_SHOWN_INSTANTS * width / _THINNEST))
        end = duration if self.shown == count else self.spans[self.shown][0]
        spans = self.spans[: self.shown]
        least = [
            _THIN + min(_FOR_EVENTS, _PER_EVENT * events) for events in self.events[: self.shown]
        ]
        spare = _WITH_EVENTS * width / max(1.0, sum(least))
        least = [max(_THINNEST, thin * min(1, spare)) for thin in least]
        waits = self._waits(end)
        self.longest = _longest(waits, self._noise)

        def total(scale: float) -> float:
            return sum(min(wait, self.longest) for wait in waits) * scale + sum(
                max(thin, (b - a) * scale) for thin, (a, b) in zip(least, spans, strict=True)
            )

        low, high = 0.0, width / min(end, self.longest) if end else 0.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if total(middle) < width else (low, middle)
        self._place(low, [max(t, (b - a) * low) for t, (a, b) in zip(least, spans, strict=True)])
        rest = waits[-1] if self.shown == count else 0.0
        self._tail = rest, min(rest, self.longest) * low

    def _waits(self, end: float) -> list[float]:
        """How long nothing runs before each step, and after the last one."""
        spans = self.spans[: self.shown]
        ends = [0.0, *(ended for _, ended in spans)]
        starts = [*(began for began, _ in spans), end]
        return [max(0.0, start - before) for before, start in zip(ends, starts, strict=True)]

    def _place(self, scale: float, widths: list[float]) -> None:
        self.scale = scale
        self.columns: list[tuple[float, float]] = []
        x, before = self.left, 0.0
        for (start, end), width in zip(self.spans, widths, strict=False):
            x += min(start - before, self.longest) * scale
            self.columns.append((x, x + width))
            x, before = x + width, end

    def _lay_out_steps(self, width: float) -> None:
        earlier = [0.0, *(end for _, end in self.spans)]
        jumps = [start > before for before, (start, _) in zip(earlier, self.spans, strict=False)]
        room = (width - _JUMP * (sum(jumps) + 1)) / max(1, len(jumps))
        column = max(_NARROWEST_COLUMN, min(_WIDEST_COLUMN, room))
        self.scale = 0.0
        self.columns = []
        x = self.left
        for jump in jumps[:_MOST_COLUMNS]:
            x += _JUMP if jump else 0
            self.columns.append((x, x + column))
            x += column
        self.shown = len(self.columns)

    def _x_of_end(self, end: Moment) -> float:
        if not self.columns:
            return self.left
        last = self.columns[-1][1]
        if self.cut:
            return last
        idle = end.time - self.spans[self.shown - 1][1]
        return last + (self._tail[1] if self.scale else _JUMP * (idle > 0))

    def x(self, moment: Moment) -> float:
        """Return where a moment is drawn; if it is beyond what is drawn, that is the right end."""
        step, time, event = moment
        if step >= self.shown:
            idle = time - self.spans[self.shown - 1][1] if self.columns and not self.cut else 0
            return min(self.right, self.right if not self.scale else self._x_idle(idle))
        start, end = self.columns[step]
        began, ended = self.spans[step]
        if event and ended > began:
            return start + (end - start) * (time - began) / (ended - began)
        if event:
            return start + (end - start) * event / (self.events[step] + 1)
        if time >= began:
            return start if ended == began or time == began else self._inside(step, time)
        before = self.spans[step - 1][1] if step else 0.0
        if before > time:  # by a clock on the wall, a timer is due while a step still runs
            return start
        gap = start - (self.columns[step - 1][1] if step else self.left)
        return start - gap * (began - time) / (began - before)

    def _inside(self, step: int, time: float) -> float:
        start, end = self.columns[step]
        began, ended = self.spans[step]
        return start + (end - start) * min(1, (time - began) / (ended - began))

    def _x_idle(self, idle: float) -> float:
        time, width = self._tail
        last = self.columns[-1][1] if self.columns else self.left
        return last + (width * idle / time if time else 0.0)

    def ticks(self, room: float) -> list[tuple[float, str]]:
        """Choose where to write what along the axis.

        Args:
            room: The width that a tick's text needs.
        """
        if self.kind == "steps":
            every = max(1, math.ceil(room / 2 / max(1.0, self._column()))) if self.columns else 1
            return [
                ((a + b) / 2, str(number))
                for number, (a, b) in enumerate(self.columns, 1)
                if (number - 1) % every == 0
            ]
        duration = self.time_at_right()
        unit = _round_unit(room / self.scale) if self.scale else 1.0
        count = int(duration / unit + _INEXACT)
        places = [(self.x_of_time(n * unit), seconds(n * unit)) for n in range(count + 1)]
        for x0, x1 in self.folds():  # in between, a length means nothing
            places = [(x, text) for x, text in places if not x0 + 1 < x < x1 - 1]
        kept: list[tuple[float, str]] = []
        for x, text in places:
            if not kept or x - kept[-1][0] >= _CLOSE * room:
                kept.append((x, text))
        return kept

    def _column(self) -> float:
        return self.columns[0][1] - self.columns[0][0]

    def time_at_right(self) -> float:
        """Return the last time that is drawn."""
        last = self.spans[self.shown - 1][1] if self.columns else 0.0
        return last + self._tail[0]

    def x_of_time(self, time: float) -> float:
        """Return where an instant begins."""
        for step, (_began, ended) in enumerate(self.spans[: self.shown]):
            if ended >= time:
                return self.x(Moment(step, time))
        return self.x(Moment(self.shown, time))

    def instants(self) -> list[tuple[float, float]]:
        """Return where the axis has no time: from x to x, though no time passes."""
        found: list[tuple[float, float]] = []
        for (x0, x1), (began, ended) in zip(self.columns, self.spans, strict=False):
            if (ended - began) * self.scale < x1 - x0 - _SEEN:
                joined = bool(found) and x0 - found[-1][1] < _SEEN
                found[-1:] = [(found[-1][0], x1)] if joined else [*found[-1:], (x0, x1)]
        return found

    def folds(self) -> list[tuple[float, float]]:
        """Return where a long wait is folded: from x to x."""
        if self.kind != "time":
            return []
        waits = self._waits(self.time_at_right())
        lefts = [self.left, *(b for _, b in self.columns)]
        rights = [*(a for a, _ in self.columns), self.right]
        return [
            (x0, x1)
            for wait, x0, x1 in zip(waits, lefts, rights, strict=True)
            if wait > self.longest
        ]

    def jumps(self) -> list[tuple[float, float, float]]:
        """Return where the clock jumps between two steps: from x to x, and the time after it."""
        if not self.columns:
            return []
        ends = [(self.left, 0.0)]
        ends += [(b, end) for (_, b), (_, end) in zip(self.columns, self.spans, strict=False)]
        starts = [(a, s) for (a, _), (s, _) in zip(self.columns, self.spans, strict=False)]
        return [
            (x0, x1, time)
            for (x0, before), (x1, time) in zip(ends, starts, strict=False)
            if time > before
        ]


def _longest(waits: list[float], least: float) -> float:
    """How long a wait is drawn at the most: some times the longest of the shorter ones.

    Args:
        waits: All of them.
        least: Shorter ones don't count: on the wall clock, each step takes a moment.
    """
    passing = sorted((wait for wait in waits if wait > least), reverse=True)
    for longer, shorter in pairwise(passing):
        if longer > _LONG * shorter:
            return _FOLDED * shorter
    return math.inf


def seconds(time: float) -> str:
    """Write a time: `0.5 s`."""
    return f"{round(time, 6):.6g} s"


def _round_unit(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(n * power for n in _ROUND if n * power >= least * (1 - _INEXACT))


def _events_by_step(trace: Trace, count: int) -> list[int]:
    events = [0] * (count + 1)
    moments = [*(p.at for p in trace.prints), *(c.at for c in trace.cancels)]
    moments += [task.created for task in trace.tasks]
    moments += [s.start for s in trace.stretches] + [s.end for s in trace.stretches]
    for moment in moments:
        if moment.step <= count:
            events[moment.step] = max(events[moment.step], moment.event)
    return events
