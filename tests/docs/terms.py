"""The terms of the glossary that a page uses."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markdown import Markdown
from mkdocs.utils import meta
from mkdocs_autorefs import AutorefsExtension

from lab.pages.glossary import GLOSSARY, Term, terms
from tests.docs.nav import settings


def unused_terms(page: Path) -> Iterator[str]:
    """The terms that the glossary says are taught on a page, and that it does not use."""
    for term in terms(GLOSSARY):
        taught = {Path(os.path.normpath(GLOSSARY.parent / chapter)) for chapter in term.chapters}
        if page in taught and term.anchor not in linked(page):
            yield (
                f"{page}:1: does not use {term.name!r}, which {GLOSSARY}:{term.line} says it"
                f" teaches: write here one of: {', '.join(term.forms)}; or drop the term there"
            )


def wrong_terms(glossary: Path) -> Iterator[str]:
    """What is wrong with the entries of the glossary."""
    for number, line in enumerate(glossary.read_text("utf-8").splitlines(), start=1):
        if line.startswith("## ") and "{" in line and not _FORMS.search(line):
            yield f'{glossary}:{number}: write {{ data-forms="one form, another form" }}'
            return
    seen: dict[str, Term] = {}
    before = ""
    for term in terms(glossary):
        at = f"{glossary}:{term.line}"
        if not term.definition:
            yield f"{at}: explain {term.name!r} in a sentence that ends with a full stop"
        elif not term.chapters:
            link = "[Tasks](../learn/tasks.md)"
            yield f"{at}: say where {term.name!r} is taught, in a link such as {link}"
        for chapter in term.chapters:
            page = Path(os.path.normpath(glossary.parent / chapter))
            if not page.is_file():
                yield f"{at}: there is no page {page}: name the one that teaches {term.name!r}"
        if term.name.lower() < before.lower():
            yield f"{at}: put {term.name!r} above {before!r}: the terms are in order"
        for form in term.forms:
            if other := seen.get(form):
                yield (
                    f"{at}: {form!r} is a form of {other.name!r}, too (line {other.line}): drop it"
                    " from one of them"
                )
            seen.setdefault(form, term)
        before = term.name


_FORMS = re.compile(r'\{ (?:#[\w-]+ )?data-forms="[^"]+"')
"""What lists the forms of a term, in its heading."""


@cache
def linked(page: Path) -> dict[str, str]:
    """The terms that a page links, by anchor, with the words in which it does so."""
    extensions = settings(Path("mkdocs.yml"))["markdown_extensions"]
    assert isinstance(extensions, list)
    names = [name if isinstance(name, str) else next(iter(name)) for name in extensions]
    text, _ = meta.get_data(page.read_text("utf-8"))
    # mkdocstrings adds the last: it makes a link of [Lock][asyncio.Lock].
    shown = str(Markdown(extensions=[*names, AutorefsExtension()]).convert(text))
    found = re.findall(r'<a class="lab-term" href="[^"#]*#([\w-]+)"[^>]*>(.*?)</a>', shown, re.S)
    return {anchor: html.unescape(re.sub(r"<[^>]*>", "", words)) for anchor, words in found}
