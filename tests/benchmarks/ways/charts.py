"""The charts of the eight ways, drawn from what was measured."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pygal
from pygal.style import Style

FOLDER = Path("docs/assets/ways")
DATA = FOLDER / "measured.json"
STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#333333",
    foreground_strong="#111111",
    foreground_subtle="#555555",
    colors=("#0b7285",),
    font_family="system-ui, sans-serif",
    label_font_size=15,
    major_label_font_size=15,
    value_font_size=14,
    title_font_size=18,
)
CHARTS = {
    "time": ("1,000 pages: seconds until all are checked", "seconds", "{:.1f} s"),
    "processor": ("1,000 pages: seconds of the processor", "processor", "{:.2f} s"),
    "memory": ("1,000 pages: memory on top of what the imports take", "memory", "{:.1f} MiB"),
}
"""By file: the title, the figure that is drawn, and how a value is written."""


def draw(data: dict[str, Any], name: str) -> str:
    """Draw one chart.

    Args:
        data: What was measured.
        name: One of `CHARTS`.
    """
    title, figure, form = CHARTS[name]
    ways = [way for way in data["ways"] if name != "time" or way != "one_by_one"]
    chart = pygal.HorizontalBar(
        style=STYLE,
        title=title,
        width=760,
        height=60 + 42 * len(ways),
        show_legend=False,
        print_values=True,
        print_values_position="top",
        formatter=form.format,
        js=[],
        no_prefix=True,
        show_x_guides=False,
        show_y_guides=False,
        show_y_labels=False,
        include_x_axis=True,
        margin_right=60,
    )
    ways.reverse()  # pygal draws from the bottom
    chart.x_labels = [data["names"][way] for way in ways]
    chart.add("", [data["ways"][way]["sizes"]["1000"][figure] for way in ways])
    text = chart.render().decode("utf-8")
    # The date of drawing is no part of the chart, and a picture runs no script.
    text = re.sub(r"<!--.*?-->|<script.*?</script>|<\?xml.*?\?>\s*", "", text, flags=re.DOTALL)
    return re.sub(r' id="[^"]*"', "", text) + "\n"


def draw_all() -> None:
    """Write all charts."""
    data = json.loads(DATA.read_text("utf-8"))
    for name in CHARTS:
        (FOLDER / f"{name}.svg").write_text(draw(data, name), "utf-8")
