"""Say what is on the site and what is new: `robots.txt`, `sitemap.xml` and a feed of changes.

The feed is Atom, with an entry for each page that was changed lately.
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from lab.publish.dates import Change, last_change
from lab.publish.site import ALTERNATE, Page, Site

ENTRIES = 20
"""How many pages the feed has."""
FEED, SITEMAP, ROBOTS = "feed.xml", "sitemap.xml", "robots.txt"

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def complete(site: Site) -> None:
    """Write the three files, and name the feed in each page's head.

    Args:
        site: The site.
    """
    if not site.address:
        return
    pages = [page for page in site.pages() if page.name != "404.html"]
    changes = {page.name: last_change(page) for page in pages}
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {site.address}{SITEMAP}\n"
    site.write(ROBOTS, robots.encode())
    site.write(SITEMAP, _sitemap(pages, changes, site.address))
    # MkDocs' compressed copy has the time of the build in it, and robots.txt names the other.
    site.folder.joinpath(f"{SITEMAP}.gz").unlink(missing_ok=True)
    changed = [(change, page) for page in pages if (change := changes[page.name])]
    if not changed:
        return
    changed.sort(key=lambda pair: (pair[0].time, pair[1].name), reverse=True)
    site.write(FEED, _feed(changed[:ENTRIES], site.address))
    for page in pages:
        page.add_to_head(
            "link",
            rel=ALTERNATE,
            type="application/atom+xml",
            title="Changes",
            href=f"{page.to_root}{FEED}",
        )
        page.save()


def _sitemap(pages: list[Page], changes: dict[str, Change | None], address: str) -> bytes:
    root = Element("urlset", xmlns=_SITEMAP)
    for page in pages:
        entry = SubElement(root, "url")
        SubElement(entry, "loc").text = address + page.place
        if change := changes[page.name]:
            SubElement(entry, "lastmod").text = change.day
    return _written(root)


def _feed(changed: list[tuple[Change, Page]], address: str) -> bytes:
    newest, page = changed[0]
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    SubElement(root, "title").text = page.site_name
    SubElement(root, "id").text = address
    SubElement(root, "updated").text = newest.time
    SubElement(root, "link", rel="self", href=f"{address}{FEED}")
    SubElement(root, "link", rel="alternate", href=address)
    author = SubElement(root, "author")
    SubElement(author, "name").text = page.site_name
    for change, page in changed:
        entry = SubElement(root, "entry")
        SubElement(entry, "title").text = page.title
        SubElement(entry, "id").text = address + page.place
        SubElement(entry, "link", rel="alternate", href=address + page.place)
        SubElement(entry, "updated").text = change.time
        SubElement(entry, "summary").text = f"{page.description} Last change: {change.subject}."
    return _written(root)


def _written(root: Element) -> bytes:
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"
