"""What a drawing looks like: its style sheet and its patterns."""

from __future__ import annotations

from lab.timeline import svg

STYLE = """
.lab-t{font:12px/1 var(--lab-font,system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif);\
fill:var(--lab-text,currentColor)}
.lab-t .m{fill-opacity:.72}
.lab-t .b{font-weight:600}
.lab-t .c{font-family:var(--lab-code-font,ui-monospace,"Roboto Mono",Menlo,Consolas,monospace)}
.lab-t .h{paint-order:stroke;stroke:var(--lab-bg,var(--md-default-bg-color,Canvas));\
stroke-width:3.5px;stroke-linejoin:round}
.lab-t .box{fill:var(--lab-bg,var(--md-default-bg-color,Canvas))}
.lab-t .still{stroke:var(--lab-text,currentColor);stroke-width:3;fill:none}
.lab-t .grid{stroke:var(--lab-text,currentColor);stroke-opacity:.13;fill:none}
.lab-t .axis{stroke:var(--lab-text,currentColor);stroke-opacity:.45;fill:none}
.lab-t .run{fill:var(--lab-run,#3d74d6)}
.lab-t .call{fill:var(--lab-run,#3d74d6);fill-opacity:.16;stroke:var(--lab-run,#3d74d6);\
stroke-opacity:.4}
.lab-t .ready{fill:var(--lab-bg,var(--md-default-bg-color,Canvas));\
stroke:var(--lab-ready,#b7791f);stroke-width:1.5;stroke-dasharray:3 2}
.lab-t .ready-text{fill:var(--lab-ready,#a96a10)}
.lab-t .hatch{stroke:var(--lab-wait,#7d8aa0);stroke-opacity:.75;stroke-width:1.1}
.lab-t .wait-edge{fill:none;stroke:var(--lab-wait,#7d8aa0);stroke-opacity:.7}
.lab-t .block{fill:var(--lab-block,#d93a3a)}
.lab-t .stripe{stroke:var(--lab-bg,var(--md-default-bg-color,Canvas));stroke-width:2}
.lab-t .stopped{fill:var(--lab-block,#d93a3a);fill-opacity:.09}
.lab-t .stopped-edge{stroke:var(--lab-block,#d93a3a);stroke-opacity:.6;stroke-dasharray:2 3}
.lab-t .block-text{fill:var(--lab-block,#d93a3a);font-weight:700}
.lab-t .arrow{fill:none;stroke:var(--lab-text,currentColor);stroke-opacity:.5}
.lab-t .tip{fill:var(--lab-text,currentColor);fill-opacity:.6}
.lab-t .wake{fill:none;stroke:var(--lab-ready,#b7791f);stroke-dasharray:1 3;stroke-linecap:round;\
stroke-width:1.6}
.lab-t .cancel{fill:none;stroke:var(--lab-cancel,#a04fc0);stroke-width:1.5;stroke-dasharray:5 3}
.lab-t .cancel-tip,.lab-t .cancel-text,.lab-t .cancelled{fill:var(--lab-cancel,#a04fc0)}
.lab-t .returned{fill:var(--lab-ok,#2b8a57)}
.lab-t .raised{fill:var(--lab-block,#d93a3a)}
.lab-t .unfinished{fill:none;stroke:var(--lab-text,currentColor);stroke-width:1.5;\
stroke-dasharray:2 2}
.lab-t .sign{fill:none;stroke:#fff;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.lab-t .pill{fill:var(--lab-bg,var(--md-default-bg-color,Canvas));\
stroke:var(--lab-text,currentColor);stroke-opacity:.75}
.lab-t .err{stroke:var(--lab-block,#d93a3a);stroke-opacity:1}
""".strip()
"""Every drawing brings this along; a page changes the looks by setting the variables."""


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
