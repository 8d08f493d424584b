"""Links and images lead somewhere. The strict build finds some of it, but names no line."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from markdown.extensions.toc import slugify

from tests.docs.pages import parsed, readable, without_front_matter

_ADDRESS = {"link_open": "href", "image": "src"}
INVENTORIES = Path("lab/pages/inventories")
_REFERENCE = re.compile(r"\[[^\]]*\]\[(?P<explicit>[\w.]*)\]")


def broken_links(page: Path, docs: Path) -> Iterator[str]:
    """The links, images and raw HTML of a page that lead nowhere."""
    yield from _broken_in_html(page, docs)
    for line, target in links(page):
        file, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        to = (page.parent / file) if file else page
        if to.is_file() and not normal(to).is_relative_to(docs):
            yield (
                f"{page}:{line}: the site doesn't have {normal(to)}: show a program in a ```snippet"
                " fence, and name any other file in `code`"
            )
        elif not to.is_file():
            yield f"{page}:{line}: there is no file {normal(to)}: {_instead(page, target, docs)}"
        elif anchor.startswith("lab."):
            continue  # a name of the lab, whose anchor mkdocstrings makes; the build checks it
        elif anchor and to.suffix == ".md" and anchor not in anchors(to):
            close = ", ".join(sorted(anchors(to)))
            yield f"{page}:{line}: {to} has no heading #{anchor}; it has {close}"


def normal(path: Path) -> Path:
    """A path without `..`."""
    return Path(os.path.normpath(path))


def _instead(page: Path, target: str, docs: Path) -> str:
    """What to write instead of an address that leads nowhere."""
    name = Path(target.partition("#")[0].rstrip("/"))
    wanted = f"{name.stem}.md" if name.suffix in {"", ".html"} else name.name
    is_page = wanted.endswith(".md")
    found = (path for path in docs.rglob("*") if path.is_file())
    files = {path.name: path for path in found if (path.suffix == ".md") == is_page}
    close = difflib.get_close_matches(wanted, list(files), n=1)
    if close:
        return f"write {os.path.relpath(files[close[0]], page.parent)}"
    if name.suffix in {"", ".html", ".md"}:
        return "a link names the file of a page, such as ../learn/tasks.md"
    return "put it there, or write its address as seen from this page"


def unknown_references(page: Path) -> Iterator[str]:
    """The links to names that no inventory has."""
    known = {
        line.split()[0]
        for inventory in INVENTORIES.glob("*.txt")
        for line in inventory.read_text("utf-8").splitlines()
        if not line.startswith("#")
    }
    for number, line in enumerate(readable(page).splitlines(), start=1):
        for found in _REFERENCE.finditer(line):
            name = found["explicit"] or found[0][1 : found[0].index("]")].strip("`")
            if not name.startswith("lab.") and name not in known:
                at = f"{page}:{number}"
                yield f"{at}: no inventory has {name}: fix the name, or add it to {INVENTORIES}"


_HALF_REFERENCE = re.compile(r"(?<!\])\[(?P<name>(?:asyncio|aiohttp)\.[\w.]+)\](?!\[)")


def half_references(page: Path) -> Iterator[str]:
    """The names in brackets that lack the second, empty ones: the page would show the brackets."""
    for token in parsed(without_front_matter(page)):
        for child in token.children or []:
            if child.type == "text" and token.map:
                for found in _HALF_REFERENCE.finditer(child.content):
                    name = found["name"]
                    yield f"{page}:{token.map[0] + 1}: this is no link yet: write [{name}][]"


def images_without_text(page: Path) -> Iterator[str]:
    """The images of which a reader who doesn't see them would learn nothing."""
    for token in parsed(without_front_matter(page)):
        for child in token.children or []:
            if child.type == "image" and not child.content.strip() and token.map:
                yield (
                    f"{page}:{token.map[0] + 1}: say what this image shows:"
                    f" ![...]({child.attrs['src']})"
                )


def links(page: Path) -> Iterator[tuple[int, str]]:
    """The links of a page: line of the paragraph they are in, and target."""
    for token in parsed(without_front_matter(page)):
        for child in token.children or []:
            if child.type in _ADDRESS and token.map:
                yield token.map[0] + 1, str(child.attrs[_ADDRESS[child.type]])


class _Addresses(HTMLParser):
    """Collects the addresses in raw HTML, each with the line it is on, counted from 1."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src", "poster"} and value:
                self.found.append((self.getpos()[0], value))


def html_links(page: Path) -> Iterator[tuple[int, str]]:
    """The addresses in the raw HTML of a page: line of the block they are in, and address."""
    for token in parsed(without_front_matter(page)):
        if token.type == "html_block" and token.map:
            yield from _addresses(token.content, token.map[0])
        for child in token.children or []:
            if child.type == "html_inline" and token.map:
                yield from _addresses(child.content, token.map[0])


def _addresses(html: str, before: int) -> Iterator[tuple[int, str]]:
    parser = _Addresses()
    parser.feed(html)
    for line, address in parser.found:
        yield before + line, address


def _broken_in_html(page: Path, docs: Path) -> Iterator[str]:
    """The addresses in raw HTML that lead nowhere: a browser reads them, seen from the built page.

    `learn/tasks.md` becomes `learn/tasks/index.html`, so that a neighbour is `../queues/`.
    """
    is_index = page.name == "index.md"
    folder = page.parent if is_index else page.with_suffix("")
    for line, address in html_links(page):
        path, _, anchor = address.partition("#")
        if re.match(r"[a-z]+:|/", address):
            continue
        to = Path(os.path.normpath(folder / path)) if path else folder
        pages = [to.with_name(f"{to.name}.md"), to / "index.md"]
        there = next((found for found in pages if found.is_file()), None)
        if path and not path.endswith("/"):
            there = None
        if there is None and not to.is_file() and not to.is_relative_to(docs / "assets/run"):
            yield (
                f"{page}:{line}: this HTML leads nowhere: {address}. A browser looks for it from"
                f" the page's folder on the site, where a neighbour is `../queues/`"
            )
        elif there and anchor and anchor not in anchors(there):
            close = ", ".join(sorted(anchors(there)))
            yield f"{page}:{line}: {there} has no heading #{anchor}; it has {close}"


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as Python-Markdown makes them."""
    return _anchors(readable(page))


@cache  # of a page that many others lead to, many ask
def _anchors(text: str) -> set[str]:
    found = set()
    for line in text.splitlines():
        if heading := re.match(r"#+ (?P<text>.*?)(?: *\{ *#(?P<id>[\w-]+).*\})?$", line):
            words = re.sub(r"[`*]", "", heading["text"])
            found.add(heading["id"] or slugify(words, "-"))
    return found
