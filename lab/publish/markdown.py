"""Publish each page as Markdown too, beside the page, and list them in `llms.txt`.

That file's form is the one of llmstxt.org: what the site is, and its pages with a line about each.
Pages that are made from docstrings have no copy.
"""

from __future__ import annotations

import re
from pathlib import Path

from lab.pages import places
from lab.pages.plain import as_plain
from lab.publish.site import ALTERNATE, Page, Site
from lab.snippets.snippet import SnippetError

LIST = "llms.txt"

_FROM_DOCSTRINGS = re.compile(r"^::: ", re.MULTILINE)


def complete(site: Site) -> None:
    """Write the copies and the list.

    Args:
        site: The site.
    """
    if not site.address:
        return
    listed = []
    for page in in_reading_order(site):
        source = source_of(page)
        if source is None or _FROM_DOCSTRINGS.search(source.read_text("utf-8")):
            continue
        copy = page.name.removesuffix("html") + "md"
        try:
            written = as_plain(source, site.address)
        except (ValueError, SnippetError):  # the page itself says what is wrong, while it is edited
            continue
        site.write(copy, written.encode())
        page.add_to_head("link", rel=ALTERNATE, type="text/markdown", href=Path(copy).name)
        page.save()
        listed.append((page, f"- [{page.title}]({site.address}{copy}): {page.description}"))
    if listed:
        site.write(LIST, _list(listed).encode())


def source_of(page: Page) -> Path | None:
    """The Markdown file that a page was made from, if there is one.

    Args:
        page: The page.
    """
    name = page.name.removesuffix(".html").removesuffix("/index")
    path = places.DOCS / f"{name}.md"
    return path if path.is_file() else None


def in_reading_order(site: Site) -> list[Page]:
    """The pages as their links to the next one lead through them, then the others.

    Args:
        site: The site.
    """
    pages = {page.place: page for page in site.pages()}
    ordered: dict[str, Page] = {}
    place: str | None = ""
    while place is not None and place in pages and place not in ordered:
        ordered[place] = pages[place]
        following = pages[place].html.css_first("link[rel=next]")
        address = (following.attributes.get("href") or "") if following else ""
        place = pages[place].resolve(address) if address else None
    return list({**ordered, **pages}.values())


def _list(listed: list[tuple[Page, str]]) -> str:
    home = listed[0][0]
    lines = [f"# {home.site_name}", "", f"> {home.title}. {home.description}"]
    section = ""
    for page, line in listed:
        if page is home:
            continue
        of = page.place.partition("/")[0].capitalize()
        if of != section and page.place.count("/") > 1:
            lines += ["", f"## {of}", ""]
            section = of
        elif not section:
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"
