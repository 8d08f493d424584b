"""Explain the signs of a drawing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from lab.timeline import svg
from lab.timeline.axis import Axis
from lab.timeline.lane import Lane
from lab.timeline.shapes import mark, pill, slashes, stem, tip
from lab.trace.data import BLOCKING, RAISED, READY, THREAD, WAITING

Sign = Callable[[float, float], str]
"""Draws a sign at a place: 20 pixels wide and 11 high."""


def _box(class_: str | None, fill: str | None = None) -> Sign:
    return lambda x, y: svg.rect(x, y, 20, 11, fill=fill, class_=class_)


def _stroke(class_: str) -> Sign:
    return lambda x, y: svg.path(f"M{svg.number(x)},{svg.number(y + 6)}h20", class_=class_)


def _arrow(class_: str, tip_class: str | None) -> Sign:
    def draw_arrow(x: float, y: float) -> str:
        drawn = svg.path(stem(x + 10, y - 2, y + 12), class_=class_)
        return drawn + (svg.path(tip(x + 10, y - 2, y + 12), class_=tip_class) if tip_class else "")

    return draw_arrow


def signs(
    lanes: Sequence[Lane], axis: Axis, arrows: Collection[str], job_words: str
) -> Iterator[tuple[Sign, str]]:
    """Give each sign that a drawing has, and what it means.

    Args:
        lanes: Its lanes.
        axis: Its axis.
        arrows: Which kinds of arrows it has: `creates`, `makes ready`, `asks to cancel`.
        job_words: Where jobs run.
    """
    drawn = [stretch for lane in lanes for stretch in lane.stretches]
    states = {stretch.state for stretch in drawn}
    name = lanes[0].style.prefix if lanes else ""
    yield _box("run"), "runs"
    if WAITING in states:
        yield _box("call"), "has begun, doesn't run"
        yield _box("wait", f"url(#{name}-wait)"), "waits for"
    if READY in states:
        yield _box("ready"), "could run, not its turn"
    if BLOCKING in states:
        yield _box(None, f"url(#{name}-block)"), "blocks the loop"
    if THREAD in states:
        yield _box("thread"), job_words
    if "creates" in arrows:
        yield _arrow("arrow", "tip"), "creates"
    if "makes ready" in arrows:
        yield _arrow("wake", None), "makes ready"
    if "asks to cancel" in arrows:
        yield _arrow("cancel", "cancel-tip"), "asks to cancel"
    if any(lane.pills for lane in lanes):
        yield (lambda x, y: pill(x + 10, y + 6, 1, "stdout")), "prints line 1"
    if any(lane.task and lane.task.outcome == RAISED for lane in lanes):
        yield (lambda x, y: mark(RAISED, x + 10, y + 6)), "failed"
    if axis.kind == "time" and axis.instants():
        yield _stroke("still"), "no time passes"
    if axis.folds():
        yield (
            (lambda x, y: svg.path(slashes(x + 10, y + 5), class_="fold")),
            "long wait, shortened",
        )
