"""Links lead somewhere. The strict build finds the same mistakes, but names no line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from markdown.extensions.toc import slugify
from markdown_it import MarkdownIt

from tests.docs.test_census import without_front_matter
from tests.support import demand

INVENTORIES = Path("lab/pages/inventories")
_REFERENCE = re.compile(r"\[[^\]]*\]\[(?P<explicit>[\w.]*)\]")


def test_links_lead_somewhere(page: Path) -> None:
    demand(lambda: _broken_links(page))


def _broken_links(page: Path) -> Iterator[str]:
    for line, target in links(page):
        file, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        to = (page.parent / file) if file else page
        if not to.is_file():
            yield f"{page}:{line}: there is no file {to}"
        elif anchor.startswith("lab."):
            continue  # a name of the lab, whose anchor mkdocstrings makes; the build checks it
        elif anchor and to.suffix == ".md" and anchor not in anchors(to):
            close = ", ".join(sorted(anchors(to)))
            yield f"{page}:{line}: {to} has no heading #{anchor}; it has {close}"


def test_references_are_in_an_inventory(page: Path) -> None:
    demand(lambda: _unknown_references(page))


def _unknown_references(page: Path) -> Iterator[str]:
    known = {
        line.split()[0]
        for inventory in INVENTORIES.glob("*.txt")
        for line in inventory.read_text("utf-8").splitlines()
        if not line.startswith("#")
    }
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        for found in _REFERENCE.finditer(line):
            name = found["explicit"] or found[0][1 : found[0].index("]")].strip("`")
            if not name.startswith("lab.") and name not in known:
                yield f"{page}:{number}: no inventory has {name}: mend it, or add it there"


def links(page: Path) -> Iterator[tuple[int, str]]:
    """The links of a page: line of the paragraph they are in, and target."""
    for token in MarkdownIt().parse(without_front_matter(page)):
        for child in token.children or []:
            if child.type == "link_open" and token.map:
                yield token.map[0] + 1, str(child.attrs["href"])


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as Python-Markdown makes them."""
    found = set()
    for line in page.read_text("utf-8").splitlines():
        if heading := re.match(r"#+ (?P<text>.*?)(?: *\{ *#(?P<id>[\w-]+).*\})?$", line):
            words = re.sub(r"[`*]", "", heading["text"])
            found.add(heading["id"] or slugify(words, "-"))
    return found
