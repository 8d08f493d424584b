"""Draw a trace: a lane for each task, from left to right in time or in steps.

How to read it: solid is running; what a task awaits hangs under it, hatched; an outline is a task
that could run, but it is not its turn; red stripes block the loop. What was handed to a thread
has a lane of its own, from there to its result. A line goes from a task to each task that it
creates.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator

from lab.timeline import svg
from lab.timeline.axis import Axis, seconds
from lab.timeline.lane import LINE, WIDE_NAME, Lane, Style, mark, pill_width
from lab.timeline.looks import STYLE, patterns
from lab.timeline.report import cancel_words, summary, table
from lab.timeline.svg import escape
from lab.trace.data import (
    BLOCKING,
    LIBRARY,
    RAISED,
    READY,
    THREAD,
    WAITING,
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
            *self._grid(bottom),
            *self._blocked(bottom),
            *(lane.background() for lane in self.lanes),
            *self._arrows(),
            *self._cancels(),  # below the words of the lanes
            *(lane.draw() for lane in self.lanes),
        ]
        pills, y = self._prints(bottom + 6)
        parts += pills
        parts += self._folds(bottom)
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

    def _grid(self, bottom: float) -> list[str]:
        axis = self.axis
        parts = [svg.path(f"M{svg.number(axis.left)},22H{svg.number(axis.right)}", class_="axis")]
        ticks = axis.ticks(44 if self.narrow else 60)
        if axis.kind == "time":
            parts += _paths("grid", [f"M{svg.number(x)},18V{svg.number(bottom)}" for x, _ in ticks])
        for x, label in ticks:
            anchor = "start" if x < 16 else "middle"
            parts.append(svg.text(x, 13, label, "m", text_anchor=anchor))
        if axis.kind == "time":
            instants = [f"M{svg.number(x)},22H{svg.number(end)}" for x, end in axis.instants()]
            still = svg.title("several steps at one instant: no time passes here")
            if instants:
                parts.append(svg.element("path", still, d="".join(instants), class_="still"))
        if axis.kind == "steps":
            if not self.narrow:
                parts.append(svg.text(0, 13, "step", "m"))
            columns = {x for column in axis.columns for x in column}
            lines = [f"M{svg.number(x)},19V{svg.number(bottom)}" for x in sorted(columns)]
            parts += _paths("grid", lines)
            parts += self._jumps()
        return parts

    def _jumps(self) -> list[str]:
        """Write how late it is after each jump, where there is room."""
        parts, taken = [], 0.0
        for x0, x1, time in self.axis.jumps():
            middle, half = (x0 + x1) / 2, svg.text_width(seconds(time)) / 2 + 2
            if middle - half >= taken:
                parts.append(svg.text(middle, 27, seconds(time), "m h", text_anchor="middle"))
                taken = middle + half
        return parts

    def _folds(self, bottom: float) -> list[str]:
        """Cut the picture where a long wait is folded."""
        lines = []
        for x0, x1 in self.axis.folds():
            middle = (x0 + x1) / 2
            edges = middle - 2.5, middle + 2.5
            lines += [f"M{svg.number(x)},28V{svg.number(bottom)}" for x in edges]
            lines.append(_slashes(middle, 22))
        title = svg.title("a long wait, shortened")
        return [svg.element("path", title, d="".join(lines), class_="fold")] if lines else []

    def _blocked(self, bottom: float) -> list[str]:
        parts = []
        for stretch in self.trace.stretches:
            if stretch.state == BLOCKING:
                x, end = self.axis.x(stretch.start), self.axis.x(stretch.end)
                parts.append(svg.rect(x, 22, end - x, bottom - 22, class_="stopped"))
                edges = [f"M{svg.number(edge)},22V{svg.number(bottom)}" for edge in (x, end)]
                parts += _paths("stopped-edge", edges)
        return parts

    def _lane(self, number: int | None) -> Lane | None:
        return next((lane for lane in self.lanes if lane.number == number), None)

    def _arrows(self) -> list[str]:
        arrows, tips, wakes = [], [], []
        for task in self.trace.tasks:
            creator, lane = self._lane(task.creator), self._lane(task.number)
            if creator and lane and task.created.step < self.axis.shown:
                x = self.axis.x(task.created)
                arrows.append(_line(x, creator.top + LINE, lane.top))
                tips.append(_tip(x, creator.top + LINE, lane.top))
        for stretch in self.trace.stretches:
            waker, lane = self._lane(stretch.by), self._lane(stretch.task)
            if waker and lane and self._wakes(stretch):
                x = self.axis.x(stretch.start)
                y = waker.top + LINE if waker.top < lane.top else waker.top
                end = lane.top if waker.top < lane.top else lane.top + LINE
                wakes.append(_line(x, y, end))
        return [*_paths("arrow", arrows), *_paths("tip", tips), *_paths("wake", wakes)]

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
        label = ""
        if place:  # else the table says it
            label_x, anchor = place
            label = svg.text(label_x, lane.top - 4, word, "cancel-text h b", text_anchor=anchor)
        return [
            svg.element(
                "g",
                svg.title(cancel_words(self.trace, cancel)),
                svg.path(_line(x, start, end), class_="cancel"),
                svg.path(_tip(x, start, end), class_="cancel-tip"),
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
        return [svg.path(tick, class_="arrow"), _pill(lane.pills[n], top - 10, n, line.stream)]

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
        parts.append(_pill(x, y - 4, n, line.stream))
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
        for sign, words in self._signs():
            room = 28 + svg.text_width(words)
            if x + room > min(self.width, WIDE):
                x, y = 0.0, y + 18
            parts.append(sign(x, y))
            parts.append(svg.text(x + 25, y + 10, words, "m"))
            x += room + 16
        return parts, y + 16

    def _signs(self) -> Iterator[tuple[Callable[[float, float], str], str]]:
        """Each sign as a function of its place, 20 pixels wide and 11 high, and what it means."""
        drawn = [stretch for lane in self.lanes for stretch in lane.stretches]
        states = {stretch.state for stretch in drawn}
        name = self.style.prefix
        yield _box("run"), "runs"
        if WAITING in states:
            yield _box("call"), "has begun, doesn't run"
            yield _box("wait", f"url(#{name}-wait)"), "waits for"
        if READY in states:
            yield _box("ready"), "could run, not its turn"
        if BLOCKING in states:
            yield _box(None, f"url(#{name}-block)"), "blocks the loop"
        if THREAD in states:
            yield _box("thread"), self.job_words
        if any(lane.task and self._lane(lane.task.creator) for lane in self.lanes):
            yield _arrow("arrow", "tip"), "creates"
        if any(self._wakes(stretch) for stretch in drawn):
            yield _arrow("wake", None), "makes ready"
        if any(self._lane(cancel.task) for cancel in self.trace.cancels):
            yield _arrow("cancel", "cancel-tip"), "asks to cancel"
        if any(lane.pills for lane in self.lanes):
            yield (lambda x, y: _pill(x + 10, y + 6, 1, "stdout")), "prints line 1"
        if any(lane.task and lane.task.outcome == RAISED for lane in self.lanes):
            yield (lambda x, y: mark(RAISED, x + 10, y + 6)), "failed"
        if self.axis.kind == "time" and self.axis.instants():
            yield _stroke("still"), "no time passes"
        if self.axis.folds():
            yield (
                (lambda x, y: svg.path(_slashes(x + 10, y + 5), class_="fold")),
                "long wait, shortened",
            )


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


def _box(class_: str | None, fill: str | None = None) -> Callable[[float, float], str]:
    return lambda x, y: svg.rect(x, y, 20, 11, fill=fill, class_=class_)


def _stroke(class_: str) -> Callable[[float, float], str]:
    return lambda x, y: svg.path(f"M{svg.number(x)},{svg.number(y + 6)}h20", class_=class_)


def _arrow(class_: str, tip: str | None) -> Callable[[float, float], str]:
    def draw_arrow(x: float, y: float) -> str:
        line = svg.path(_line(x + 10, y - 2, y + 12), class_=class_)
        return line + (svg.path(_tip(x + 10, y - 2, y + 12), class_=tip) if tip else "")

    return draw_arrow


def _slashes(x: float, y: float) -> str:
    return f"M{svg.number(x - 4.5)},{svg.number(y + 5)}l4,-10m1,10l4,-10"


def _paths(class_: str, lines: list[str]) -> list[str]:
    """Write lines of one kind as one element, if there are any: pages have hundreds of them."""
    return [svg.path("".join(lines), class_=class_)] if lines else []


def _line(x: float, y: float, end: float) -> str:
    return f"M{svg.number(x)},{svg.number(y)}V{svg.number(end)}"


def _tip(x: float, y: float, end: float) -> str:
    """The tip of a line that ends at `end`."""
    return f"M{svg.number(x)},{svg.number(end)}l-3.5,{-5 if end > y else 5}h7z"


def _pill(x: float, y: float, n: int, stream: str) -> str:
    half = pill_width(n) / 2 - 1
    box = "pill err" if stream == "stderr" else "pill"
    return svg.rect(x - half, y - 7, 2 * half, 14, class_=box, rx=7) + svg.text(
        x, y + 4, str(n), "", text_anchor="middle"
    )
