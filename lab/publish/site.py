"""A built site: its pages, and the files beside them."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

ALTERNATE = "alternate "
"""What a link to another form of a page is. The space changes one thing: Material doesn't take it
for another language of the site (`link[rel=alternate]`), whose site map it would ask for."""

DIGITS = 10
"""How many digits of a hash name a file."""
_IN_HEAD = "head > "
OFFLINE = "offline.html"
"""The page that a browser shows in place of one that it hasn't kept; made when all others are."""


class Page:
    """A built page.

    Args:
        path: Its HTML file.
        root: The folder of the site.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self.name = path.relative_to(root).as_posix()
        """Its file's name below the site's root: `learn/tasks/index.html`."""
        self.html = LexborHTMLParser(path.read_text("utf-8"))
        """The parsed page; what a step changes here is written by `save`."""
        self.is_held = False
        """Whether `save` leaves the writing to `Site.write_pages`."""
        self.is_changed = False
        """Whether it is held and has changes that are not in its file."""

    @property
    def to_root(self) -> str:
        """The address of the site's root, as seen from this page: `../../`."""
        return "../" * self.name.count("/")

    @property
    def place(self) -> str:
        """Where it is below the site's address: `learn/tasks/`."""
        return self.name.removesuffix("index.html")

    def resolve(self, address: str) -> str:
        """Where below the site's address a relative link of this page leads.

        Args:
            address: The link.
        """
        return urljoin(f"/{self.place}", address).removeprefix("/")

    @cached_property
    def is_redirect(self) -> bool:
        """Whether it only leads to another page."""
        head = self.html.head  # most of a page isn't in it
        return head is not None and head.css_first("meta[http-equiv=refresh]") is not None

    @property
    def site_name(self) -> str:
        """What its header calls the site."""
        return self._attribute("a.md-logo", "title")

    @property
    def title(self) -> str:
        """Its title, without the site's name after it."""
        title = self.html.css_first("head > title")
        return title.text().strip().removesuffix(f" - {self.site_name}") if title else ""

    @property
    def description(self) -> str:
        """What its front matter says it is about."""
        return self._attribute("meta[name=description]", "content")

    @property
    def icon_root(self) -> str:
        """The site's root as the page's own links write it: the page for 404 is shown anywhere."""
        return self._attribute("link[rel=icon]", "href").removesuffix("assets/logo.svg")

    def _attribute(self, selector: str, name: str) -> str:
        node = self.html.css_first(selector)
        return (node.attributes.get(name) or "") if node else ""

    def add_to_head(self, tag: str, **attributes: str) -> None:
        """Add an element to the page's head, in place of one that says the same.

        Args:
            tag: Its name.
            attributes: Its attributes: the first one, or the first two of a link, name what it
                says.
        """
        pairs = [f'{name}="{html.escape(value)}"' for name, value in attributes.items()]
        named = 2 if tag == "link" and "type" in attributes else 1
        named += "media" in attributes
        self.remove(f"head > {tag}" + "".join(f"[{pair}]" for pair in pairs[:named]))
        if head := self.html.head:
            head.inner_html = f"{head.inner_html}<{tag} {' '.join(pairs)}>"

    def remove(self, selector: str) -> None:
        """Remove the elements that a selector finds.

        Args:
            selector: The CSS selector.
        """
        root: LexborHTMLParser | LexborNode = self.html
        if selector.startswith(_IN_HEAD) and self.html.head is not None:
            root, selector = self.html.head, selector.removeprefix(_IN_HEAD)  # a small part
        for node in root.css(selector):
            node.decompose()

    def save(self) -> None:
        """Write the page as it is now, or later if it is held."""
        self.is_changed = True
        if not self.is_held:
            self.write()

    def write(self) -> None:
        """Write the page as it is now, at once."""
        self.is_changed = False
        written = self.html.clone()
        for block in written.css("pre, textarea"):
            # A parser drops the first line break in these, and the serializer writes none for it.
            if (block.inner_html or "").startswith("\n"):
                block.inner_html = f"\n{block.inner_html}"
        self.path.write_text(written.html or "", "utf-8", newline="\n")


class Site:
    """A built site.

    Args:
        folder: Where it was built.

    Raises:
        FileNotFoundError: No site was built there.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.joinpath("index.html").is_file():
            raise FileNotFoundError(f"no site in {folder}: build it first, with `make build`")
        self.folder = folder
        self._holds = False
        self._held: dict[Path, Page] = {}

    @contextmanager
    def hold_pages(self) -> Iterator[None]:
        """Read each page once and write it once, at the end, however many steps change it.

        A step that reads the files themselves calls `write_pages` first.
        """
        self._holds = True
        yield
        self.write_pages()
        self._holds = False
        self._held.clear()

    def write_pages(self) -> None:
        """Write the pages that are held and have changed."""
        for page in self._held.values():
            if page.is_changed:
                page.write()

    def pages(self) -> Iterator[Page]:
        """Read each page, in the order of their names, without what no link leads to."""
        for path in sorted(self.folder.rglob("*.html")):
            page = self._held.get(path) or Page(path, self.folder)
            if self._holds:
                page.is_held = True
                self._held[path] = page
            if page.name != OFFLINE and not page.is_redirect:
                yield page

    @cached_property
    def address(self) -> str:
        """Where the site is published, as its home page says; empty if it doesn't."""
        home = Page(self.folder / "index.html", self.folder)
        canonical = home.html.css_first("link[rel=canonical]")
        return (canonical.attributes.get("href") or "") if canonical else ""

    def files(self) -> list[str]:
        """The names of all files, below the site's root."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def name_by_content(self, name: str) -> str:
        """Rename a file by a hash of what is in it.

        Args:
            name: Its name below the site's root: `assets/lab.css`.

        Returns:
            The new name, `assets/lab-1f0c9a2b3c.css`; the old one if there is no such file.
        """
        path = self.folder / name
        if not path.is_file():
            return name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:DIGITS]
        new = path.with_name(f"{path.stem}-{digest}{path.suffix}")
        path.replace(new)
        return new.relative_to(self.folder).as_posix()

    def find(self, name: str) -> Path:
        """Where a file is, also after it was renamed by its content.

        Args:
            name: Its name as it was built: `assets/lab.css`.
        """
        path = self.folder / name
        renamed = path.parent.glob(f"{path.stem}-{'[0-9a-f]' * DIGITS}{path.suffix}")
        return path if path.is_file() else next(renamed, path)

    def write(self, name: str, content: bytes) -> None:
        """Write a file.

        Args:
            name: Its name below the site's root.
            content: What is in it.
        """
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
