"""Put a page's style sheets into one file: a browser shows nothing before it has all of them.

Six of them are six connections of a slow phone, or six turns of one. All pages share the file:
Material shows the next page without loading it anew.

What makes a browser look at all elements of a page again while it loads is taken away, too: a long
chapter has 6,000 of them, and a slow phone needs a tenth of a second for one look.
"""

from __future__ import annotations

import re

from lab.publish.site import Page, Site

TOGETHER = "assets/style.css"
"""The file, before it is named by its content."""
COSTLY = [
    ".md-typeset table:not([class]) td>:first-child",
    ".md-typeset table:not([class]) td>:last-child",
    "[data-md-color-switching] *",
]
"""How rules of Material begin that are left out. The first two ask about the class of an element,
and mean anything below it: whenever any class of the page changes, the browser looks at all
elements below the change. While a page loads that happens several times, for the whole page.
`lab.css` has both in a cheaper form. The last one stops transitions while the colours change:
Material sets and removes its attribute at each load, and each time means all elements."""
SCRIPTS_RUN = '<script>document.documentElement.className="js"</script>'
"""Says what Material's own script says later, when all elements have been styled for `no-js`."""
LINKS = "head > link[rel=stylesheet][href]"
_NOTE = re.compile(r"/\*.*?\*/", re.DOTALL)
_ADDRESS = re.compile(r"""url\(\s*["']?(?!data:)([^"')\s]+)""")


def complete(site: Site) -> None:
    """Write the file, and have the pages ask for it; once more, it changes nothing.

    Args:
        site: The site.

    Raises:
        ValueError: A style sheet names a file by an address that would lead elsewhere from the one
            file; or two pages have other sheets, or in another order.
    """
    together: list[str] = []
    for page in site.pages():
        names = _names(page)
        if len(names) < 2:
            continue
        together = together or names
        if names != together:
            raise ValueError(f"{page.name} has other style sheets than the pages before: {names}")
        first, *others = page.html.css(LINKS)
        first.attrs["href"] = page.icon_root + TOGETHER
        for link in others:
            link.decompose()
        _say_that_scripts_run(page)
        page.save()
    if together:
        rules = "\n".join(_rules(site, name) for name in together)
        site.write(TOGETHER, f"{rules}\n".encode())


def _say_that_scripts_run(page: Page) -> None:
    if page.html.head is not None and page.html.css_matches("html.no-js"):
        page.html.head.inner_html = f"{SCRIPTS_RUN}{page.html.head.inner_html}"


def _names(page: Page) -> list[str]:
    """The names of a page's style sheets, below the site's root."""
    links = page.html.css(LINKS)
    return [(link.attributes["href"] or "").removeprefix(page.icon_root) for link in links]


def _rules(site: Site, name: str) -> str:
    rules = _NOTE.sub("", (site.folder / name).read_text("utf-8"))
    if found := _ADDRESS.search(rules):
        raise ValueError(f"{name} asks for {found[1]}: write it into the style sheet, as data:")
    for beginning in COSTLY:
        rules = re.sub(rf"(?<=[{{}}]){re.escape(beginning)}[^{{}}]*{{[^{{}}]*}}", "", rules)
    return re.sub(r"\s*\n\s*", "\n", rules).strip()
