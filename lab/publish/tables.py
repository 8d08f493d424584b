"""Put each table into the box in which Material's script would put it: one that scrolls.

Otherwise each table grows by the box's margin when the script comes, and all below it moves. The
script finds the table all the same; `lab.css` lets its second box take no room.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from lab.publish.site import Site

TABLES = "article table:not([class])"
"""As Material's script finds them."""
BOX, INNER = "md-typeset__scrollwrap", "md-typeset__table"
"""What it calls a box, which is two: it has a margin inside of what scrolls."""


def complete(site: Site) -> None:
    """Put the tables of all pages into boxes; once more, it changes nothing.

    Args:
        site: The site.
    """
    for page in site.pages():
        for table in page.html.css(TABLES):
            if table.parent is not None and table.parent.attributes.get("class") == INNER:
                continue
            html = f'<div class="{BOX}"><div class="{INNER}">{table.html}</div></div>'
            if box := LexborHTMLParser(html).css_first(f".{BOX}"):
                table.replace_with(box)
        page.save()
