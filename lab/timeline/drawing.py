"""Draw a trace: a lane for each task, from left to right in time or in steps.

How to read it: solid is running; what a task awaits hangs under it, hatched; an outline is a task
that could run, but it is not its turn; red stripes block the loop. What was handed to a thread
has a lane of its own, from there to its result. A line goes from a task to each task that it
creates.
"""

from __future__ import annotations

import hashlib
import math

from lab.timeline import svg
from lab.timeline.axis import Axis, seconds
from lab.timeline.ground import blocked, folds, grid
from lab.timeline.lane import WIDE_NAME, Lane, Style
from lab.timeline.legend import signs
from lab.timeline.looks import STYLE, patterns
from lab.timeline.report import cancel_words, summary, table
from lab.timeline.shapes import LINE, paths, pill, stem, tip
from lab.timeline.svg import escape
from lab.trace.data import (
    LIBRARY,
    READY,
    THREAD,
    Cancel,
    Print,
    Stretch,
    Task,
    Trace,
)

__all__ = ["STYLE", "draw", "figure", "table"]

WIDE, NARROW = 720, 360
MOST_LANES = 24
MOST_JOBS = 6
MOST_PRINTS = 16


def draw(
    trace: Trace,
    width: int = WIDE,
    axis: str = "auto",
    style: str = STYLE,
    *,
    lists_output: bool = True,
) -> str:
    """Draw a trace as SVG.

    Args:
        trace: What to draw.
        width: In pixels: about 720 for a wide page, or 360 for a phone. Text is 12 pixels high.
        axis: `time`, `steps`, or `auto`: time, unless none passes or too much happens at once.
        style: Its style sheet; empty for a page that has `timeline.css` itself.
        lists_output: Whether to write below it what was printed; a page has that already.

    Returns:
        An `svg` element. The same trace gives the same bytes. A drawing of many steps is wider than
        asked for, and of the class `lab-long`: it is meant to be scrolled.
    """
    return _Drawing(trace, width, axis, lists_output=lists_output).svg(style)


def figure(trace: Trace, axis: str = "auto", *, lists_output: bool = True) -> str:
    """Draw a trace for a page: a wide and a narrow drawing, of which the page's width shows one.

    Args:
        trace: What to draw.
        axis: As in `draw`.
        lists_output: As in `draw`.

    Returns:
        A `figure` element, with the steps as a table that can be folded out.
    """
    details = f"<details><summary>The same as a table</summary>{table(trace)}</details>"
    return (
        '<figure class="lab-timeline"><style>.lab-timeline{container-type:inline-size}'
        ".lab-timeline svg{display:block;width:100%;height:auto;margin:auto}"
        ".lab-timeline .lab-narrow{display:none}"
        "@container (max-width:560px){.lab-timeline .lab-wide{display:none}"
        ".lab-timeline .lab-narrow{display:block}}</style>"
        f'<div class="lab-wide">{draw(trace, WIDE, axis, lists_output=lists_output)}</div>'
        f'<div class="lab-narrow">{draw(trace, NARROW, axis, lists_output=lists_output)}</div>'
        f"{details}</figure>"
    )


class _Drawing:
    def __init__(self, trace: Trace, width: int, axis: str, *, lists_output: bool) -> None:
        self.lists_output = lists_output
        self.summary = summary(trace)
        has_threads = all(job.executor == THREAD for job in trace.jobs)
        self.job_words = "in a thread" if has_threads else "in an executor"
        self.hidden_tasks = max(0, len(trace.tasks) - MOST_LANES)
        self.hidden_jobs = max(0, len(trace.jobs) - MOST_JOBS)
        self.narrow = width < 560
        digest = hashlib.sha256(f"{width} {axis} {trace.to_json()}".encode()).hexdigest()
        count = len(trace.tasks)
        self.trace = trace = trace.with_jobs()
        shown = _in_tree_order(
            trace.tasks[: min(count, MOST_LANES)] + trace.tasks[count : count + MOST_JOBS]
        )
        outside = any(s.task == 0 and s.what != LIBRARY for s in trace.stretches)
        # A thread may print while a task runs.
        numbers = [0] if outside or any(line.task is None for line in trace.prints) else []
        numbers += [task.number for task in shown]
        self.labels = {task.number: task for task in trace.tasks}
        left = 6.0 if self.narrow else self._gutter(numbers)
        right = width - (24.0 if self.narrow else self._margin())
        self.axis = Axis(trace, left, right, axis)
        self.is_long = self.axis.right > right + 0.1
        self.width = math.ceil(self.axis.right + width - right) if self.is_long else width
        self.style = Style(f"lab-{digest[:10]}", narrow=self.narrow, width=self.width)
        self.lanes = [Lane(trace, number, self.axis, self.style) for number in numbers]
        self.notes: list[str] = []

    def _gutter(self, numbers: list[int]) -> float:
        jobs = {s.task for s in self.trace.stretches if s.state == THREAD}
        widths = (
            svg.text_width(self._name(n), 13.5) * (WIDE_NAME if n in jobs else 1) for n in numbers
        )
        longest = max(widths, default=0.0)
        return min(150.0, max(64.0, longest + 16))

    def _name(self, number: int) -> str:
        return self.labels[number].label if number else "outside tasks"

    def _margin(self) -> float:
        # By the wall clock, the loop takes a moment to end after its last task.
        late = 0.97 * self.trace.end.time
        ends = [task for task in self.trace.tasks if task.ended and task.ended.time >= late]
        words = [Lane.outcome_words(task) for task in ends]
        longest = max((svg.text_width(w) for w in words), default=0)
        return 28 + min(longest, 104.0)

    def svg(self, style: str) -> str:
        """Write the drawing, with a style sheet."""
        y = 30.0
        for lane in self.lanes:
            y = lane.lay_out(y)
        bottom = y
        self._place_pills()
        parts = [
            *grid(self.axis, bottom, narrow=self.narrow),
            *blocked(self.trace.stretches, self.axis, bottom),
            *(lane.background() for lane in self.lanes),
            *self._arrows(),
            *self._cancels(),  # below the words of the lanes
            *(lane.draw() for lane in self.lanes),
        ]
        pills, y = self._prints(bottom + 6)
        parts += pills
        parts += folds(self.axis, bottom)
        notes, y = self._notes(y)
        parts += notes
        legend, y = self._legend(y + 4)
        parts += legend
        return self._root(parts, y, style)

    def _root(self, parts: list[str], height: float, style: str) -> str:
        name = self.style.prefix
        program = self.trace.program or "the program"
        return svg.element(
            "svg",
            svg.element(
                "title",
                escape(f"What the tasks of {program} do"),
                id=f"{name}-title",
            ),
            svg.element("desc", escape(self.summary), id=f"{name}-desc"),
            svg.element("style", style) if style else "",
            patterns(name),
            *parts,
            xmlns="http://www.w3.org/2000/svg",
            class_="lab-t lab-long" if self.is_long else "lab-t",
            role="img",
            aria_labelledby=f"{name}-title {name}-desc",
            viewBox=f"0 0 {self.width} {svg.number(height)}",
            width=self.width,
            height=height,
            data_axis=self.axis.kind,
            data_x=" ".join(f"{round(x)},{round(end)}" for x, end in self.axis.columns),
        ).replace("><", ">\n<")

    def _lane(self, number: int | None) -> Lane | None:
        return next((lane for lane in self.lanes if lane.number == number), None)

    def _arrows(self) -> list[str]:
        arrows, tips, wakes = [], [], []
        for task in self.trace.tasks:
            creator, lane = self._lane(task.creator), self._lane(task.number)
            if creator and lane and task.created.step < self.axis.shown:
                x = self.axis.x(task.created)
                arrows.append(stem(x, creator.top + LINE, lane.top))
                tips.append(tip(x, creator.top + LINE, lane.top))
        for stretch in self.trace.stretches:
            waker, lane = self._lane(stretch.by), self._lane(stretch.task)
            if waker and lane and self._wakes(stretch):
                x = self.axis.x(stretch.start)
                y = waker.top + LINE if waker.top < lane.top else waker.top
                end = lane.top if waker.top < lane.top else lane.top + LINE
                wakes.append(stem(x, y, end))
        return [*paths("arrow", arrows), *paths("tip", tips), *paths("wake", wakes)]

    def _wakes(self, stretch: Stretch) -> bool:
        """Whether a line is drawn from the task that wakes to the one that is woken."""
        waker, lane = self._lane(stretch.by), self._lane(stretch.task)
        woken = stretch.state == READY and stretch.start.step < self.axis.shown
        return woken and waker is not None and lane is not None and waker is not lane

    def _place_pills(self) -> None:
        for lane in self.lanes:
            lane.place_pills(
                {
                    n: self.axis.x(line.at)
                    for n, line in enumerate(self._lines()[:MOST_PRINTS], 1)
                    if (line.task or 0) == lane.number
                }
            )

    def _lines(self) -> list[Print]:
        return [line for line in self.trace.prints if line.at.step < self.axis.shown]

    def _cancels(self) -> list[str]:
        parts = []
        for cancel in self.trace.cancels:
            lane = self._lane(cancel.task)
            if lane and cancel.at.step < self.axis.shown:
                parts += self._cancel(cancel, lane)
        return parts

    def _cancel(self, cancel: Cancel, lane: Lane) -> list[str]:
        asks, x = self._lane(cancel.by), self.axis.x(cancel.at)
        below = asks is not None and asks.top > lane.top
        if asks is None or asks is lane:
            start = lane.top - 14
        else:
            start = asks.top if below else asks.top + LINE
        end = lane.top + LINE if below else lane.top
        word = _CANCELS.get(cancel.reason, f"{cancel.reason} cancels")
        place = lane.place_word(x, word)
        if place is None:
            word = word.removesuffix(" cancels")
            place = lane.place_word(x, word)
        label = ""
        if place:  # else the table says it
            label_x, anchor = place
            label = svg.text(label_x, lane.top - 4, word, "cancel-text h b", text_anchor=anchor)
        return [
            svg.element(
                "g",
                svg.title(cancel_words(self.trace, cancel)),
                svg.path(stem(x, start, end), class_="cancel"),
                svg.path(tip(x, start, end), class_="cancel-tip"),
                label,
                data_task=cancel.task,
                data_line=cancel.line,
            )
        ]

    def _prints(self, y: float) -> tuple[list[str], float]:
        lines = self._lines()
        hidden = len(self.trace.prints) - min(len(lines), MOST_PRINTS)
        if not self.lists_output:
            if hidden:
                self.notes.append(f"{hidden} more printed lines have no number.")
            return self._numbers(), y
        if not lines:
            return [], y
        parts = [svg.path(f"M0,{svg.number(y)}H{self.width}", class_="grid")]
        y += 17
        parts.append(svg.text(0, y, "printed", "m"))
        if self.narrow:
            y += 17
        for n, line in enumerate(lines[:MOST_PRINTS], 1):
            parts.append(self._printed(n, line, y))
            y += 17
        if hidden:
            self.notes.append(f"{hidden} more printed lines are not drawn.")
        return parts, y

    def _numbers(self) -> list[str]:
        """Number the printed lines in their lanes only."""
        found = []
        for n, line in enumerate(self._lines()[:MOST_PRINTS], 1):
            lane = self._lane(line.task or 0)
            if lane:
                parts = [svg.title(f"printed at {seconds(line.at.time)}: {line.text}")]
                parts += self._number(n, line, lane)
                found.append(svg.element("g", *parts, data_task=line.task, data_line=line.line))
        return found

    def _number(self, n: int, line: Print, lane: Lane) -> list[str]:
        x, top = self.axis.x(line.at), lane.top
        tick = f"M{svg.number(x)},{svg.number(top)}V{svg.number(top - 4)}"
        return [svg.path(tick, class_="arrow"), pill(lane.pills[n], top - 10, n, line.stream)]

    def _printed(self, n: int, line: Print, y: float) -> str:
        lane = self._lane(line.task or 0)
        x = lane.pills[n] if lane else self.axis.x(line.at)
        parts = [svg.title(f"printed at {seconds(line.at.time)} by {self._who(line)}")]
        if lane:
            parts += self._number(n, line, lane)
        x = max(x, 9.0)
        right = self.width - x - 14
        left = x - 14 - (0 if self.narrow else 56)
        mono = svg.text_width(line.text, 12, mono=True)
        on_right = mono <= right or right >= left
        shown = svg.shorten(line.text, right if on_right else left, 12, mono=True)
        parts.append(pill(x, y - 4, n, line.stream))
        anchor = None if on_right else "end"
        away = 9 + 3.6 * len(str(n))
        parts.append(
            svg.text(
                x + away if on_right else x - away,
                y,
                shown,
                "c",
                text_anchor=anchor,
                xml_space="preserve",
            )
        )
        return svg.element("g", *parts, data_task=line.task, data_line=line.line)

    def _who(self, line: Print) -> str:
        return self._name(line.task) if line.task in self.labels and line.task else "no task"

    def _notes(self, y: float) -> tuple[list[str], float]:
        if self.hidden_tasks:
            self.notes.append(f"{self.hidden_tasks} more tasks are not drawn.")
        if self.hidden_jobs:
            self.notes.append(f"{self.hidden_jobs} more lanes of threads are not drawn.")
        if self.axis.cut:
            count = len(self.axis.spans)
            self.notes.append(f"Only the first {self.axis.shown} of {count} steps are drawn.")
        if self.trace.note:
            self.notes.append(self.trace.note)
        parts = []
        for note in self.notes:
            y += 4
            for line in svg.wrap(note, self.width):
                parts.append(svg.text(0, y, line, "b"))
                y += 14
        return parts, y

    def _legend(self, y: float) -> tuple[list[str], float]:
        """Explain the signs that this picture has; a word beside a sign explains it, too."""
        x = 0.0
        parts = []
        for sign, words in signs(self.lanes, self.axis, self._kinds_of_arrows(), self.job_words):
            room = 28 + svg.text_width(words)
            if x + room > min(self.width, WIDE):
                x, y = 0.0, y + 18
            parts.append(sign(x, y))
            parts.append(svg.text(x + 25, y + 10, words, "m"))
            x += room + 16
        return parts, y + 16

    def _kinds_of_arrows(self) -> set[str]:
        drawn = [stretch for lane in self.lanes for stretch in lane.stretches]
        kinds = {
            "creates": any(lane.task and self._lane(lane.task.creator) for lane in self.lanes),
            "makes ready": any(self._wakes(stretch) for stretch in drawn),
            "asks to cancel": any(self._lane(cancel.task) for cancel in self.trace.cancels),
        }
        return {kind for kind, is_there in kinds.items() if is_there}


_CANCELS = {
    "cancel()": "cancel",
    "timeout": "timeout",
    "TaskGroup's block": "TaskGroup interrupts",
    "TaskGroup that is cancelled": "TaskGroup cancels",
}


def _in_tree_order(tasks: tuple[Task, ...]) -> list[Task]:
    """Put tasks below the one that created them, in the order in which it did."""
    numbers = {task.number for task in tasks}
    below: dict[int | None, list[Task]] = {}
    for task in tasks:
        below.setdefault(task.creator if task.creator in numbers else None, []).append(task)
    order: list[Task] = []
    rest = below.get(None, [])[::-1]
    while rest:
        task = rest.pop()
        order.append(task)
        rest += below.get(task.number, [])[::-1]
    return order
