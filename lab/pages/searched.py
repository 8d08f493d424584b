"""Let Material's search read a page without what says nothing to it: half of a build's time.

Material walks through each page with Python's own HTML parser, which is slow, and asks at each tag
and each word whether it is inside of something that is left out. Most tags of our pages are in
pictures, which it leaves out, and around the words of programs, of which it keeps the text. So both
kinds are taken out of what it is given. What it finds is the same.

MkDocs has no place for this, so its parser is replaced, as in `lab/pages/kept.py`.
"""

from __future__ import annotations

import re
import sys
from typing import Any

PLUGIN = "material.plugins.search.plugin"
_PICTURE = re.compile(r"(<figure\b[^<>]* data-search-exclude>)(.*?)(</figure>)", re.DOTALL)
_COUNTS = re.compile(r"<(?:figure|h[1-6])\b")
"""What would make a difference in a picture: a heading begins a section, wherever it is."""
_CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_COLOR = re.compile(r'<span(?: class="[\w -]*")?>|</span>')


def read_less() -> None:
    """Have Material's search, if that reads the pages, read no more than it needs."""
    plugin: Any = sys.modules.get(PLUGIN)
    if plugin is None or hasattr(plugin.Parser, "reads_less"):
        return

    class Parser(plugin.Parser):  # type: ignore[misc]  # Material gives no types
        reads_less = True

        def feed(self, data: str) -> None:
            super().feed(searched(data))

    plugin.Parser = Parser


def searched(page: str) -> str:
    """Leave out of a page's HTML what makes no difference to what the search finds in it.

    Args:
        page: The HTML.
    """
    return _CODE.sub(_without_colors, _PICTURE.sub(_emptied, page))


def _emptied(picture: re.Match[str]) -> str:
    start, inside, end = picture.groups()
    return picture[0] if _COUNTS.search(inside) else start + end


def _without_colors(code: re.Match[str]) -> str:
    plain = _COLOR.sub("", code[0])
    return code[0] if "<span" in plain else plain
