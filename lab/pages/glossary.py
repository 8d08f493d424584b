"""A Markdown extension that links a term to the glossary where a page first uses it.

An author has nothing to do. The terms are the headings of the glossary page, each with the first
sentence below it as its tooltip:

```
## Task

A coroutine that the event loop looks after. You make one by `asyncio.create_task`.

## Turn { data-forms="a turn, its turn" }
```

A term is found as its heading says it, and with an `s` at its end; or in the forms that
`data-forms` lists, and no other. Only pages of `docs/learn/` get links, from their first section
on: in paragraphs, lists and tables, not in code, headings or other links. Where a page defines a
term, in *emphasis*, that is the link, and not a use before it.

As the fence of snippets is, this is no hook and no plugin, so that MkDocs and Zensical build the
same. It is registered in `mkdocs.yml`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor

from lab.pages.source import keep_source, page_of

GLOSSARY = Path("docs/reference/glossary.md")
"""The page with the terms, seen from the folder in which the site is built."""
PAGES = Path("docs/learn")
"""The folder of the pages in which terms are linked."""

_HEADING = re.compile(
    r'^## (?P<term>[^{\n]+?)(?: *\{.*?data-forms="(?P<forms>[^"]*)".*\})? *$', re.M
)
_SENTENCE = re.compile(r".+?[.?](?=\s|$)", re.DOTALL)
_SKIPPED = {"a", "autoref", "button", "code", "figure", "pre", "script", "style", "summary", "svg"}
_SKIPPED |= {"th", "h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(frozen=True)
class Term:
    """An entry of the glossary.

    Args:
        name: Its heading.
        forms: What it looks like in a text, in small letters.
        definition: Its first sentence, as plain text.
        chapters: The files that the entry links to, as it names them.
        line: The line of its heading, counted from 1.
    """

    name: str
    forms: tuple[str, ...]
    definition: str
    chapters: tuple[str, ...]
    line: int

    @property
    def anchor(self) -> str:
        """Where it is in the glossary."""
        return slugify(self.name, "-")


def terms(glossary: Path) -> list[Term]:
    """Read a glossary.

    Args:
        glossary: The page; there are no terms if there is no such file.
    """
    return list(_terms(glossary.read_text("utf-8") if glossary.is_file() else ""))


@cache  # each page of the site asks
def _terms(text: str) -> tuple[Term, ...]:
    found = list(_HEADING.finditer(text))
    starts = [heading.start() for heading in found]
    return tuple(
        _term(heading, text[heading.end() : end].strip(), text.count("\n", 0, start) + 1)
        for heading, start, end in zip(found, starts, [*starts[1:], len(text)], strict=False)
    )


def _term(heading: re.Match[str], entry: str, line: int) -> Term:
    name = heading["term"]
    forms = heading["forms"].split(",") if heading["forms"] else [name, f"{name}s"]
    sentence = _SENTENCE.match(_plain(entry))
    return Term(
        name,
        tuple(form.strip().lower() for form in forms),
        " ".join((sentence[0] if sentence else "").split()),
        tuple(re.findall(r"\]\(([^)#]+\.md)", entry)),
        line,
    )


def _plain(text: str) -> str:
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    return re.sub(r"[`*]", "", text)


class Linker:
    """Links each term once in the tree of a page.

    Args:
        known: The terms.
        address: The address of the glossary, seen from the page.
    """

    def __init__(self, known: list[Term], address: str) -> None:
        self._address = address
        self._by_form = {form: term for term in known for form in term.forms}
        # The longest first: an event loop is not an event.
        forms = sorted(self._by_form, key=len, reverse=True)
        words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
        self._pattern = re.compile(rf"(?<![\w/.-])(?:{words})(?![\w/-])", re.IGNORECASE)
        self._done: set[Term] = set()
        self._definitions: dict[Element, Term] = {}
        self._in_a_section = False

    def link(self, root: Element) -> None:
        """Put the links into a page.

        Args:
            root: The page, which is changed.
        """
        for element in _texts(root):
            term = self._by_form.get(_normal("".join(element.itertext())))
            if element.tag == "em" and term and term not in self._done:
                self._definitions[element] = term
                self._done.add(term)
        self._walk(root)

    def _walk(self, parent: Element) -> None:
        self._link_in(parent.text, parent, None)
        for child in list(parent):
            if child.tag == "h2":
                self._in_a_section = True
            if child in self._definitions:
                self._wrap(child, parent)
                continue
            if not _is_skipped(child):
                self._walk(child)
            self._link_in(child.tail, parent, child)

    def _link_in(self, text: str | None, parent: Element, before: Element | None) -> None:
        """Link terms in the text that follows an element, or with which its parent begins."""
        found = self._first_in(text or "")
        while found and text:
            link = self._link_to(self._by_form[_normal(found[0])])
            link.text, link.tail = found[0], text[found.end() :]
            if before is None:
                parent.text = text[: found.start()]
                parent.insert(0, link)
            else:
                before.tail = text[: found.start()]
                parent.insert(list(parent).index(before) + 1, link)
            before, text = link, link.tail
            found = self._first_in(text)

    def _first_in(self, text: str) -> re.Match[str] | None:
        if not self._in_a_section:
            return None
        for found in self._pattern.finditer(text):
            if self._by_form[_normal(found[0])] not in self._done:
                return found
        return None

    def _wrap(self, definition: Element, parent: Element) -> None:
        link = self._link_to(self._definitions[definition])
        link.tail, definition.tail = definition.tail, None
        parent[list(parent).index(definition)] = link
        link.append(definition)
        self._link_in(link.tail, parent, link)

    def _link_to(self, term: Term) -> Element:
        self._done.add(term)
        href = f"{self._address}#{term.anchor}"
        return Element("a", {"class": "lab-term", "href": href, "title": term.definition})


def _normal(text: str) -> str:
    return " ".join(text.split()).lower()


def _texts(parent: Element) -> Iterator[Element]:
    for child in parent:
        if not _is_skipped(child):
            yield child
            yield from _texts(child)


def _is_skipped(element: Element) -> bool:
    return element.tag in _SKIPPED or "admonition-title" in element.get("class", "").split()


class _Links(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        page = page_of(self.md, PAGES)
        if page and (known := terms(GLOSSARY)):
            address = Path(os.path.relpath(GLOSSARY, page.parent)).as_posix()
            Linker(known, address).link(root)


class GlossaryExtension(Extension):
    """Registers what this module does with Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add to a converter what links the terms.

        Args:
            md: The converter.
        """
        keep_source(md)
        # After what makes elements of Markdown (20), before MkDocs turns `.md` into addresses (0).
        md.treeprocessors.register(_Links(md), "lab_glossary", 2)


def makeExtension(**options: object) -> GlossaryExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension: Python-Markdown calls this.

    Args:
        options: What `mkdocs.yml` sets; there is nothing to set.
    """
    return GlossaryExtension(**options)
