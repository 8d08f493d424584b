"""Find the links and the anchors of a page."""

from dataclasses import dataclass
from html.parser import HTMLParser

from yarl import URL


@dataclass(frozen=True)
class Link:
    """Where a link leads: a page, and perhaps a place on it."""

    url: str
    anchor: str = ""


@dataclass(frozen=True)
class Page:
    """What the link checker wants to know of a page."""

    links: tuple[Link, ...]
    anchors: frozenset[str]

    def within(self, site: str) -> "Page":
        """The same page without its links to other sites."""
        own = (n for n in self.links if site_of(n.url) in ("", site))
        return Page(tuple(own), self.anchors)


class PageParser(HTMLParser):
    """Collect what `href`, `src`, `id` and `name` say."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.base = ""

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        for name, value in attrs:
            if not value:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value)
            elif tag == "base" and name == "href":
                self.base = self.base or value
            elif name in ("href", "src"):
                self.links.append(value)


def read_page(url: str, text: str) -> Page:
    """Read a page's HTML; it takes long enough to need a thread."""
    parser = PageParser()
    parser.feed(text)
    base = URL(url).join(URL(parser.base))
    found = (follow(base, link.strip()) for link in parser.links)
    links = dict.fromkeys(link for link in found if link)
    return Page(tuple(links), frozenset(parser.anchors))


def follow(base: URL, link: str) -> Link | None:
    """Where a link leads, if that is a page on the web."""
    try:
        url = base.join(URL(link))
    except ValueError:
        return Link(link)  # asking for it will say what is wrong
    if url.scheme not in ("http", "https"):
        return None
    anchor = url.fragment
    if "=" in anchor or anchor == "top":
        anchor = ""  # read by a script or the browser: no place
    return Link(str(url.with_fragment(None)), anchor)


def is_address(text: str) -> bool:
    """Whether this is a whole address of a page on the web."""
    return site_of(text).startswith(("http:", "https:"))


def site_of(url: str) -> str:
    """The scheme, host and port of an address."""
    try:
        return str(URL(url).origin())
    except ValueError:
        return ""
