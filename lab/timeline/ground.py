"""Draw what is behind the lanes: the axis, and what is true of all of them at some time."""

from __future__ import annotations

from collections.abc import Sequence

from lab.timeline import svg
from lab.timeline.axis import Axis, seconds
from lab.timeline.shapes import paths, slashes
from lab.trace.data import BLOCKING, Stretch


def grid(axis: Axis, bottom: float, *, narrow: bool) -> list[str]:
    """Draw the axis, and a line down from each of its ticks."""
    parts = [svg.path(f"M{svg.number(axis.left)},22H{svg.number(axis.right)}", class_="axis")]
    ticks = axis.ticks(44 if narrow else 60)
    if axis.kind == "time":
        parts += paths("grid", [f"M{svg.number(x)},18V{svg.number(bottom)}" for x, _ in ticks])
    for x, label in ticks:
        anchor = "start" if x < 16 else "middle"
        parts.append(svg.text(x, 13, label, "m", text_anchor=anchor))
    if axis.kind == "time":
        instants = [f"M{svg.number(x)},22H{svg.number(end)}" for x, end in axis.instants()]
        still = svg.title("several steps at one instant: no time passes here")
        if instants:
            parts.append(svg.element("path", still, d="".join(instants), class_="still"))
    if axis.kind == "steps":
        if not narrow:
            parts.append(svg.text(0, 13, "step", "m"))
        columns = {x for column in axis.columns for x in column}
        lines = [f"M{svg.number(x)},19V{svg.number(bottom)}" for x in sorted(columns)]
        parts += paths("grid", lines)
        parts += _jumps(axis)
    return parts


def _jumps(axis: Axis) -> list[str]:
    """Write how late it is after each jump, where there is room."""
    parts, taken = [], 0.0
    for x0, x1, time in axis.jumps():
        middle, half = (x0 + x1) / 2, svg.text_width(seconds(time)) / 2 + 2
        if middle - half >= taken:
            parts.append(svg.text(middle, 27, seconds(time), "m h", text_anchor="middle"))
            taken = middle + half
    return parts


def folds(axis: Axis, bottom: float) -> list[str]:
    """Cut the picture where a long wait is folded."""
    lines = []
    for x0, x1 in axis.folds():
        middle = (x0 + x1) / 2
        edges = middle - 2.5, middle + 2.5
        lines += [f"M{svg.number(x)},28V{svg.number(bottom)}" for x in edges]
        lines.append(slashes(middle, 22))
    title = svg.title("a long wait, shortened")
    return [svg.element("path", title, d="".join(lines), class_="fold")] if lines else []


def blocked(stretches: Sequence[Stretch], axis: Axis, bottom: float) -> list[str]:
    """Shade the time in which nothing can run."""
    parts = []
    for stretch in stretches:
        if stretch.state == BLOCKING:
            x, end = axis.x(stretch.start), axis.x(stretch.end)
            parts.append(svg.rect(x, 22, end - x, bottom - 22, class_="stopped"))
            edges = [f"M{svg.number(edge)},22V{svg.number(bottom)}" for edge in (x, end)]
            parts += paths("stopped-edge", edges)
    return parts
