"""What a drawing looks like: its style sheet and its patterns."""

from __future__ import annotations

from pathlib import Path

from lab.timeline import svg

_STYLE = Path(__file__).with_name("timeline.css")

STYLE = _STYLE.read_text("utf-8").strip() if _STYLE.is_file() else ""
"""Every drawing brings this along; a page changes the looks by setting the variables.

A drawing that is made in a page brings none: there the page itself has it, and the lab is a zip.
"""


def patterns(name: str) -> str:
    """Write the hatching and the stripes; their ids begin with `name`."""
    hatch = svg.element(
        "pattern",
        svg.path("M-1.5,1.5l3,-3M0,6l6,-6M4.5,7.5l3,-3", class_="hatch"),
        id=f"{name}-wait",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    stripes = svg.element(
        "pattern",
        svg.rect(0, 0, 8, 8, class_="block"),
        svg.path("M-2,2l4,-4M0,8l8,-8M6,10l4,-4", class_="stripe"),
        id=f"{name}-block",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
    )
    return svg.element("defs", hatch, stripes)
