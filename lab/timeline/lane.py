"""Draw the lane of one task: its chain of calls as a stack, and what it waits for under it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lab.timeline import svg
from lab.timeline.axis import Axis, seconds
from lab.timeline.shapes import LINE, boxed, mark, pill_width
from lab.timeline.stack import DEEPEST, Bar, last_x, stack
from lab.timeline.svg import escape
from lab.trace.data import (
    BLOCKING,
    CANCELLED,
    LIBRARY,
    LOST,
    RAISED,
    READY,
    RETURNED,
    THREAD,
    Frame,
    Stretch,
    Task,
    Trace,
)
from lab.trace.holders import HELD_BY

_ROW = 18.0
"""From the top of a bar to that of the next."""

# The room above the bars, in pixels: for the numbers of lines and for crosses; without any; and
# for the name, where it is above the lane.
_ABOVE, _LITTLE_ABOVE, _NAME_ABOVE = 18.0, 4.0, 17

_THINNEST_JOB = 3.0
"""The width of a job that takes no time."""

_NAME_SIZE = 13.5
"""The size of a task's name, in pixels."""

_BOLD = 1.1
"""How much wider bold text is than `svg.text_width` guesses."""

_WIDE_FONT = 1.08
"""The same for the text of fonts that are wide."""

WIDE_NAME = _BOLD * _WIDE_FONT
"""The same for names, which are bold."""

_NARROW_NAME, _NARROW_OUTCOME = 0.6, 0.5
"""How much of a narrow drawing's width the name above a lane may take, and how the task ended."""

_NARROW_JOB = 0.44
"""The same for the name of a job, if how it ended is beside it."""


@dataclass(frozen=True)
class Style:
    """What all lanes of a drawing share."""

    prefix: str
    narrow: bool
    width: int


class Lane:
    """The lane of a task; number 0 is what runs outside of tasks."""

    def __init__(self, trace: Trace, number: int, axis: Axis, style: Style) -> None:
        """Find the calls and waits of the task."""
        self.number = number
        self.axis = axis
        self.style = style
        self.task = next((task for task in trace.tasks if task.number == number), None)
        self.stretches = [s for s in trace.stretches if s.task == number and s.what != LIBRARY]
        if axis.cut:
            self.stretches = [s for s in self.stretches if s.start.step < axis.shown]
        self.prints = [
            (n, line) for n, line in enumerate(trace.prints, 1) if line.task == (number or None)
        ]
        self.is_job = any(s.state == THREAD for s in self.stretches)
        labels = [task.label for task in trace.tasks]
        self.is_ambiguous = (
            bool(self.task) and labels.count(self.task.label if self.task else "") > 1
        )
        self.cancels = any(c.task == number for c in trace.cancels)
        self.bars, self.waits = stack(self.stretches, self.task, axis)
        self.top = 0.0
        blocks = (min(len(s.chain), DEEPEST) for s in self.stretches if s.state == BLOCKING)
        rows = [*(b.depth for b in self.bars), *(depth for depth, _, _ in self.waits), *blocks]
        self.depth = max(rows, default=0)
        self.pills: dict[int, float] = {}
        self._taken: list[tuple[float, float]] = []
        self._words: list[float] = []

    def lay_out(self, y: float) -> float:
        """Take a place from `y` on; return where the next lane may start."""
        self.label_y = y + 13
        above = _ABOVE if self.prints or self.cancels else _LITTLE_ABOVE
        if self.style.narrow:
            above += _NAME_ABOVE
        self.top = y + above
        bottom = self.top + LINE + _ROW * self.depth
        self.outcome_below = bool(self._outcome()) and not self._outcome_fits()
        if self.outcome_below and not self.style.narrow:
            bottom += 16
        if self._has_two_lines():
            bottom = max(bottom, self.top + 29)
        self.bottom = bottom
        return bottom + 9

    def _has_two_lines(self) -> bool:
        return not self.style.narrow and bool(self._second_name())

    def _second_name(self) -> str:
        """Tell tasks of one name apart, or say which function a task with a name runs."""
        task = self.task
        if task is None or self.is_job:
            return ""
        if task.label != task.name:
            return task.name if self.is_ambiguous else ""
        return "" if task.coroutine == task.name else task.coroutine

    def background(self) -> str:
        """Draw the bars of the calls."""
        bars = [
            svg.rect(bar.start, self._y(bar.depth), bar.end - bar.start, LINE, class_="call", rx=3)
            for bar in self.bars
        ]
        return svg.element("g", *bars, data_task=self.number) if bars else ""

    def draw(self) -> str:
        """Draw all else."""
        parts = [svg.element("g", self._label(), class_="name")]
        parts += [self._wait(depth, s, frame) for depth, s, frame in self.waits]
        parts += [self._ready(s) for s in self.stretches if s.state == READY]
        parts += [self._job(s) for s in self.stretches if s.state == THREAD]
        parts += [self._run(bar, *run) for bar in self.bars for run in bar.runs]
        parts += [self._call_label(bar) for bar in self.bars if bar.depth]
        parts += self._block_labels()
        parts.append(self._end())
        return svg.element("g", *filter(None, parts), class_="lane", data_task=self.number)

    def _y(self, depth: int) -> float:
        return self.top + _ROW * depth

    def _label(self) -> str:
        y = self.label_y if self.style.narrow else self.top + 12
        if self.task is None:
            return svg.text(0, y, "outside tasks", "m")
        room = self.style.width * _NARROW_NAME if self.style.narrow else self.axis.left - 8
        if self.style.narrow and self.is_job and self.outcome_below:
            room = self.style.width * _NARROW_JOB
        if self.is_job:  # these names are long
            room /= WIDE_NAME
        name = svg.shorten(self.task.label, room, _NAME_SIZE)
        other = self._second_name()
        label = svg.text(0, y, name, "b h", font_size=_NAME_SIZE)
        if not other:
            return label
        if self.style.narrow:
            label = svg.element("tspan", escape(name), class_="b h", font_size=_NAME_SIZE)
            label += svg.element("tspan", escape(other), class_="m h", dx=7)
            return svg.element("text", label, y=y)
        return label + svg.text(0, y + 15, svg.shorten(other, room), "m h")

    def _wait(self, depth: int, s: Stretch, frame: Frame | None) -> str:
        x, end, y = self.axis.x(s.start), self.axis.x(s.end), self._y(depth) + 1
        line = frame.line if frame else None
        where = f", line {line}" if line else ""
        about = f"waits for {s.what}{where}, {seconds(s.end.time - s.start.time)}"
        shapes = [
            svg.title(about),
            svg.rect(x, y, end - x, 12, class_="wait", fill=f"url(#{self.style.prefix}-wait)"),
        ]
        label = self._wait_label(s.what, end - x - 8)
        if label:
            shapes.append(boxed(x + 3, y, 12, label, ""))
        return svg.element("g", *shapes, data_line=line)

    @staticmethod
    def _wait_label(what: str, room: float) -> str:
        lock, _, _ = what.partition(HELD_BY)
        short = what.removeprefix("sleep ") if what.startswith("sleep ") else what.split(".")[-1]
        if " (number " in lock:  # of several that are called alike
            short = lock.partition(" (")[2].removesuffix(")")
        for words in (what, lock, short):
            if svg.text_width(words) <= room:
                return words
        return svg.shorten(lock, room) if room > 40 else ""

    def _ready(self, s: Stretch) -> str:
        x, end = self.axis.x(s.start), self.axis.x(s.end)
        if end - x < 2:
            return ""
        lasts = s.end.time - s.start.time
        about = "ready to run, but it is not its turn" + (f", {seconds(lasts)}" if lasts else "")
        box = svg.rect(
            x + 0.8,
            self.top + 0.8,
            end - x - 1.6,
            LINE - 1.6,
            svg.title(about),
            class_="ready",
            rx=2,
        )
        if end - x > 38:
            box += svg.text(x + 5, self.top + 11.5, "ready", "ready-text")
        return box

    def _job(self, s: Stretch) -> str:
        x, line = self.axis.x(s.start), self.task.line if self.task else None
        width = max(_THINNEST_JOB, self.axis.x(s.end) - x)
        name = self.task.label if self.task else ""
        about = svg.title(f"{name}, {seconds(s.end.time - s.start.time)}")
        return svg.rect(x, self.top, width, LINE, about, class_="thread", rx=3, data_line=line)

    def _run(self, bar: Bar, start: float, end: float, s: Stretch) -> str:
        line = bar.frame.line if s.end.step >= self.axis.shown else _line_of(s, bar.frame.call)
        y = self._y(bar.depth)
        if s.state == BLOCKING:
            about = f"{s.what} blocks the loop, {seconds(s.end.time - s.start.time)}"
            fill = f"url(#{self.style.prefix}-block)"
            return svg.rect(
                start, y, end - start, LINE, svg.title(about), fill=fill, data_line=line
            )
        about = f"{bar.frame.function} runs" + (f", until line {line}" if line else "")
        return svg.rect(start, y, end - start, LINE, svg.title(about), class_="run", data_line=line)

    def _call_label(self, bar: Bar) -> str:
        """Write the name of a call into the widest gap between its runs."""
        runs = sorted((a, b) for a, b, _ in bar.runs)
        edges = [bar.start, *(x for run in runs for x in run), bar.end]
        gaps = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
        blocked = [(a, b) for a, b, s in bar.runs if s.state == BLOCKING]
        gaps += blocked
        first = [
            gap
            for gap in gaps
            if svg.text_width(bar.frame.function, 12, True) < gap[1] - gap[0] - 6
        ]
        start, end = first[0] if first else max(gaps, key=lambda gap: gap[1] - gap[0])
        name = svg.shorten(bar.frame.function, end - start - 6, 12, mono=True)
        if not name:
            return ""
        y = self._y(bar.depth)
        if any(s.state == BLOCKING for _, _, s in bar.runs):
            return boxed(start + 4, y + 1.5, 12, name, "c")
        return svg.text(start + 4, y + 11.5, name, "c")

    def _blocks(self) -> list[tuple[Stretch, Stretch]]:
        """Find where the loop is blocked: the first and the last of stretches without a gap."""
        found: list[tuple[Stretch, Stretch]] = []
        for s in self.stretches:
            if s.state == BLOCKING and found and found[-1][1].end == s.start:
                found[-1] = found[-1][0], s
            elif s.state == BLOCKING:
                found.append((s, s))
        return found

    def _block_labels(self) -> list[str]:
        """Say how long the loop is blocked, where there is room."""
        labels, taken = [], 0.0
        for first, last in self._blocks():
            lasts = round(last.end.time - first.start.time, 3)  # a wall clock gives more digits
            words = f"blocks the loop {seconds(lasts)}"
            width = svg.text_width(words) * _BOLD
            middle = (self.axis.x(first.start) + self.axis.x(last.end)) / 2
            x = max(0.0, min(middle - width / 2, self.style.width - width))
            depth = min(len(last.chain), DEEPEST) or 1
            y = self._y(depth) + 10
            for start, end in self._waits_in_row(depth):  # they have words, too
                if x < end and start < x + width:
                    x = end + 2
            if x > self.axis.x(last.end):
                continue  # it would be below another block
            if x < taken or x + width > self.style.width:
                continue
            if x + width >= self.style.width - 1:
                labels.append(
                    svg.text(self.style.width, y, words, "block-text h", text_anchor="end")
                )
            else:
                labels.append(svg.text(x, y, words, "block-text h"))
            taken = x + width + 6
        return labels

    def _waits_in_row(self, depth: int) -> list[tuple[float, float]]:
        return [
            (self.axis.x(s.start), self.axis.x(s.end)) for row, s, _ in self.waits if row == depth
        ]

    @staticmethod
    def outcome_words(task: Task) -> str:
        """Say how a task ended, in a word or two."""
        if task.outcome == RETURNED:
            return f"returns {task.detail}" if task.detail else "done"
        if task.outcome == RAISED:
            return task.detail
        return {CANCELLED: "cancelled", LOST: "lost"}.get(task.outcome, "not finished")

    def _end_x(self) -> float:
        ended = self.task.ended if self.task else None
        if ended is None or ended.step > self.axis.shown:
            return last_x(self.stretches, self.axis) + 9
        return self.axis.x(ended) + 9

    def _outcome(self) -> str:
        if self.task is None:
            return ""
        if self.task.ended and self.task.ended.step > self.axis.shown:
            return ""
        return self.outcome_words(self.task)

    def _outcome_fits(self) -> bool:
        return self._end_x() + 11 + _WIDE_FONT * svg.text_width(self._outcome()) < self.style.width

    def _end(self) -> str:
        words = self._outcome()
        if self.task is None or not words:
            return ""
        x, y = self._end_x(), self.top + LINE / 2
        parts = [svg.title(words), mark(self.task.outcome, x, y)]
        if not self.outcome_below:
            parts.append(svg.text(x + 11, y + 4, words, "h"))
        elif self.style.narrow:
            room = self.style.width * _NARROW_OUTCOME
            parts.append(
                svg.text(
                    self.style.width, self.label_y, svg.shorten(words, room), "h", text_anchor="end"
                )
            )
        else:
            room = x - self.axis.left
            parts.append(
                svg.text(x + 7, self.bottom - 3, svg.shorten(words, room), "h", text_anchor="end")
            )
        return svg.element("g", *parts)

    def place_pills(self, places: dict[int, float]) -> None:
        """Choose where the numbers of printed lines go: side by side, and within the drawing.

        Args:
            places: By number, where each line was printed.
        """
        least = -math.inf
        for n, x in places.items():
            self.pills[n] = max(x, least + pill_width(n) / 2)
            least = self.pills[n] + pill_width(n) / 2
        most = float(self.style.width)
        for n in reversed(places):
            half = pill_width(n) / 2
            self.pills[n] = min(self.pills[n], most - half)
            most = self.pills[n] - half
            self._taken.append((most, self.pills[n] + half))

    def place_word(self, x: float, word: str) -> tuple[float, str | None] | None:
        """Choose where a word above the lane goes: beside a line at x, or beside what is there.

        It never goes beyond the word of another line: it would seem to belong to that one.

        Returns:
            Its x and its anchor; None if there is no room.
        """
        width = WIDE_NAME * svg.text_width(word)
        lefts = [x - 5, *(a - 3 for a, _ in self._taken if a < x)]
        rights = [x + 5, *(b + 3 for _, b in self._taken if b > x)]
        places: list[tuple[float, float, str | None]]
        places = [(end - width, end, "end") for end in lefts]
        places += [(start, start + width, None) for start in rights]
        places.sort(key=lambda place: abs(place[0] + place[1] - 2 * x))
        least = 0.0 if self.style.narrow else self.axis.left
        for start, end, anchor in places:
            is_free = all(end < a or b < start for a, b in self._taken)
            is_free &= not any(end <= a <= x or x <= a <= start for a in self._words)
            if is_free and least < start and end < self.style.width:
                self._taken.append((start, end))
                self._words.append((start + end) / 2)
                return (end if anchor else start), anchor
        return None


def _line_of(s: Stretch, call: int) -> int | None:
    return next((frame.line for frame in s.chain if frame.call == call), None)
