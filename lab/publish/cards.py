"""Draw a card for each page: what a chat shows where a link to the page is posted.

A card has the page's title and a run of one of its programs: its timeline if the page has one, or
else the first lines of its code. It is drawn as SVG, and made a PNG with resvg, which needs neither
a browser nor a network nor the fonts of this machine, and gives the same bytes everywhere.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import textwrap
from importlib.metadata import distribution, version
from pathlib import Path

import resvg_py
from selectolax.lexbor import LexborNode

from lab.publish.site import Page, Site

WIDTH, HEIGHT = 1200, 630
"""What Open Graph asks for, in pixels."""
CACHE = Path(".cache/cards")
"""Where drawn cards are kept, seen from the folder in which the site is built."""
TIMELINE_STYLE = "assets/run/timeline.css"

_MARGIN = 60
_ROOM = WIDTH - 2 * _MARGIN
_HEADER = 84
_FONT = "JetBrains Mono"
_FILE = "fontpkg_jetbrains_mono/files/JetBrainsMono[wght].ttf"
_GROUND, _INK, _SOFT, _BRAND = "#fbf9f4", "#1d2733", "#545d68", "#16324f"
_WIDTH_OF_A_LETTER = 0.6
"""Of its size: the font is monospaced."""
_TITLE, _TEXT, _CODE = 52, 28, 24
"""Sizes of letters."""
_STILL_READ = 10.5
"""The size of a timeline's letters, before it is scaled: this font is wider than a page's."""
_VARIABLE = re.compile(r"var\(--[\w-]+,([^()]*)\)")


def card_of(page: Page) -> str:
    """The file of a page's card, below the site's root.

    Args:
        page: The page.
    """
    return f"cards/{page.name.removesuffix('.html').removesuffix('/index')}.png"


def complete(site: Site) -> None:
    """Draw the card of each page.

    Args:
        site: The site.
    """
    style = _style(site)
    for page in site.pages():
        if page.name != "404.html" and page.title:
            site.write(card_of(page), _as_png(_draw(page, style)))


def _style(site: Site) -> str:
    """The looks of timelines, without variables, which resvg doesn't know."""
    path = site.find(TIMELINE_STYLE)
    style = path.read_text("utf-8") if path.is_file() else ""
    while _VARIABLE.search(style):
        style = _VARIABLE.sub(r"\1", style)
    style = re.sub(r"font:[^;}]*;?", "", style).replace("Canvas", _GROUND)
    return f"{style}text{{font-family:'{_FONT}'}}.lab-t text{{font-size:{_STILL_READ}px}}"


def _draw(page: Page, style: str) -> str:
    parts, y = _heading(page)
    timeline = page.html.css_first(".lab-timeline .lab-wide svg")
    code = page.html.css_first("article .lab-snippet pre")
    if timeline is not None:
        parts.append(_timeline(timeline, y))
    elif code is not None:
        parts += _lines(code.text().strip("\n").splitlines(), y, _CODE)
    else:
        parts += _lines(_wrapped(page.description, _TEXT), y, _TEXT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' color="{_INK}"><style>{style}</style>{"".join(parts)}</svg>'
    )


def _as_png(drawing: str) -> bytes:
    """Draw it, unless it was drawn before: that takes about 0.2 seconds."""
    versions = [version(name) for name in ["resvg-py", "fontpkg-jetbrains-mono"]]
    kept = CACHE / f"{hashlib.sha256(f'{versions} {drawing}'.encode()).hexdigest()[:32]}.png"
    if kept.is_file():
        return kept.read_bytes()
    font = str(distribution("fontpkg-jetbrains-mono").locate_file(_FILE))
    png = bytes(
        resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True, font_files=[font])
    )
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")  # another build may be looking
    part.write_bytes(png)
    part.replace(kept)
    return png


def _heading(page: Page) -> tuple[list[str], float]:
    """The bar at the top and the title; and where there is room below them."""
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_GROUND}"/>',
        f'<rect width="{WIDTH}" height="{_HEADER}" fill="{_BRAND}"/>',
        _text(_MARGIN, _HEADER - 31, page.site_name, 30, _GROUND, 600),
    ]
    y = float(_HEADER + 24)
    for line in _wrapped(page.title, _TITLE)[:2]:
        y += _TITLE * 1.2
        parts.append(_text(_MARGIN, y, line, _TITLE, _INK, 700))
    return parts, y + 36


def _timeline(drawing: LexborNode, y: float) -> str:
    """As much of the picture's top as there is room for."""
    found = re.search(r'viewBox="0 0 (\S+) (\S+)"', drawing.html or "")
    if not found:
        return ""
    width, height = float(found[1]), float(found[2])
    scale = _ROOM / width
    shown = min(height, (HEIGHT - y - 20) / scale)
    body = (drawing.inner_html or "").replace("&nbsp;", "&#160;")
    return (
        f'<svg class="lab-t" fill="{_INK}" x="{_MARGIN}" y="{y:g}" width="{_ROOM}"'
        f' height="{shown * scale:g}" viewBox="0 0 {width:g} {shown:g}">{body}</svg>'
    )


def _lines(lines: list[str], y: float, size: float) -> list[str]:
    room = int((HEIGHT - y) / (size * 1.45))
    return [
        _text(_MARGIN, y + (number + 0.5) * size * 1.45, line, size, _SOFT, 400)
        for number, line in enumerate(lines[:room])
    ]


def _wrapped(text: str, size: float) -> list[str]:
    return textwrap.wrap(text, int(_ROOM / (size * _WIDTH_OF_A_LETTER)))


def _text(x: float, y: float, content: str, size: float, colour: str, weight: int) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}"'
        f' fill="{colour}" xml:space="preserve">{html.escape(content)}</text>'
    )
