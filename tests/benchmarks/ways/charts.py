"""The charts of the eight ways, drawn from what was measured."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pygal
from pygal.style import Style

# pygal leaves a finder of modules that is made for older Pythons: each later import would warn.
sys.meta_path[:] = [at for at in sys.meta_path if type(at).__name__ != "PluginImportFixer"]

FOLDER = Path("docs/assets/ways")
DATA = FOLDER / "measured.json"
PAGE = Path("docs/learn/eight-ways.md")
# The page's ground is seen through it; with dark colours, the style sheet turns its own around.
STYLE = Style(
    background="transparent",
    plot_background="transparent",
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
    "time": ("100 pages: seconds until all are checked", "100", "seconds", "{:.1f} s"),
    "processor": ("1,000 pages: seconds of the processor", "1000", "processor", "{:.2f} s"),
    "memory": ("1,000 pages: memory on top of the imports", "1000", "memory", "{:.0f} MiB"),
}
"""By file: the title, how many pages, the figure that is drawn, and how a value is written."""


def draw(data: dict[str, Any], name: str) -> str:
    """Draw one chart.

    Args:
        data: What was measured.
        name: One of `CHARTS`.
    """
    title, size, figure, form = CHARTS[name]
    values = {way: found["sizes"][size][figure] for way, found in data["ways"].items()}
    chart = pygal.HorizontalBar(
        style=STYLE,
        title=title,
        width=760,
        height=60 + 42 * len(values),
        show_legend=False,
        js=[],
        no_prefix=True,
        show_x_guides=False,
        show_y_guides=False,
    )
    # pygal draws from the bottom.
    chart.x_labels = [f"{data['names'][way]}: {form.format(values[way])}" for way in values][::-1]
    chart.add("", list(values.values())[::-1])
    text = chart.render().decode("utf-8")
    # The date of drawing is no part of the chart, and a picture runs no script.
    text = re.sub(r"<!--.*?-->|<script.*?</script>|<\?xml.*?\?>\s*", "", text, flags=re.DOTALL)
    return re.sub(r' id="[^"]*"', "", text) + "\n"


def draw_all() -> None:
    """Write all charts, and the tables into the page."""
    data = json.loads(DATA.read_text("utf-8"))
    text = PAGE.read_text("utf-8")
    for table in tables(data):
        heading = re.escape(table.partition("\n")[0])
        text = re.sub(rf"^{heading}\n(\|.*\n)+", f"{table}\n", text, flags=re.MULTILINE)
    PAGE.write_text(text, "utf-8")
    for name in CHARTS:
        (FOLDER / f"{name}.svg").write_text(draw(data, name), "utf-8")


def tables(data: dict[str, Any]) -> list[str]:
    """The figures of the page, as its Markdown says them.

    Args:
        data: What was measured.
    """
    ways = data["ways"]
    sizes = list(next(iter(ways.values()))["sizes"])
    times = [["Way", "Lines", *(f"{int(size):,} pages" for size in sizes)]]
    costs = [["Way", "Processor", "Memory", "Connections", "At once"]]
    ends = [["Way", "With trouble", "Ends after Ctrl-C"]]
    for way, found in ways.items():
        name, large, bad = data["names"][way], found["sizes"]["1000"], found["trouble"]
        seconds = [f"{found['sizes'][size]['seconds']:.1f} s" for size in sizes]
        times.append([name, str(found["lines"]), *seconds])
        memory = f"{large['memory']:.0f} MiB"
        counts = [f"{large[key]:,.0f}" for key in ("connections", "at_once")]
        costs.append([name, f"{large['processor']:.1f} s", memory, *counts])
        after = f"{found['interrupted']['seconds']:.1f} s"
        ends.append([name, f"{bad['seconds']:.1f} s", after])
    return [_table(rows) for rows in (times, costs, ends)]


def _table(rows: list[list[str]]) -> str:
    rule = ["---", *["---:"] * (len(rows[0]) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], rule, *rows[1:]])
