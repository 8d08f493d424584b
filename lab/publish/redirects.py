"""Lead from the old address of a page that moved to its new one.

The table is in `redirects.toml`. Static hosts can't redirect, so each old address gets a small page
that does: for browsers at once, for search engines by its canonical address, and with a link.
"""

from __future__ import annotations

import html
import tomllib
from pathlib import Path

from lab.publish.site import Page, Site

TABLE = Path(__file__).with_name("redirects.toml")

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={way}">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<title>This page moved</title>
</head>
<body>
<p>This page moved: <a href="{way}">go to its new address</a>.</p>
</body>
</html>
"""


def complete(site: Site) -> None:
    """Write a page for each old address.

    Args:
        site: The site.

    Raises:
        ValueError: A page is still at an old address, or none is at a new one.
    """
    for old, new in tomllib.loads(TABLE.read_text("utf-8")).items():
        if problem := _problem(old, new, site):
            raise ValueError(f'{TABLE.name}: "{old}" = "{new}": {problem}')
        page = _PAGE.format(
            way=html.escape("../" * old.count("/") + new),
            canonical=html.escape(site.address + new.partition("#")[0]),
        )
        site.write(f"{old}index.html", page.encode())


def _problem(old: str, new: str, site: Site) -> str:
    """What is wrong with a line of the table, if anything is."""
    place, _, anchor = new.partition("#")
    if not old.endswith("/") or (place and not place.endswith("/")):
        return "write both addresses with / at the end, and an anchor after it"
    at_old = _page(old, site)
    if at_old and not at_old.is_redirect:
        return "a page is still at the old address: remove this line"
    at_new = _page(place, site)
    if at_new is None or at_new.is_redirect:
        return "no page is at the new address: correct it"
    if anchor and at_new.html.css_first(f'[id="{anchor}"]') is None:
        return "the new page has no such anchor: correct it"
    return ""


def _page(place: str, site: Site) -> Page | None:
    path = site.folder / place / "index.html"
    return Page(path, site.folder) if path.is_file() else None
