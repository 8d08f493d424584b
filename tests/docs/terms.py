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

from lab.pages.glossary import GLOSSARY, terms
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
