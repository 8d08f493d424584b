"""The glossary and the chapters fit: each term is taught somewhere, and used there."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from markdown import Markdown
from mkdocs.utils import meta
from mkdocs_autorefs import AutorefsExtension

from lab.pages.glossary import GLOSSARY, Term, terms
from tests.support import demand


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without what only MkDocs understands."""


Loader.add_multi_constructor("", lambda *_: "")


@cache
def linked(page: Path) -> dict[str, str]:
    """The terms that a page links, by anchor, with the words in which it does so."""
    config = yaml.load(Path("mkdocs.yml").read_text("utf-8"), Loader)  # noqa: S506 - a safe one
    names = [
        name if isinstance(name, str) else next(iter(name))
        for name in config["markdown_extensions"]
    ]
    text, _ = meta.get_data(page.read_text("utf-8"))
    # mkdocstrings adds the last: it makes a link of [Lock][asyncio.Lock].
    shown = str(Markdown(extensions=[*names, AutorefsExtension()]).convert(text))
    found = re.findall(r'<a class="lab-term" href="[^"#]*#([\w-]+)"[^>]*>(.*?)</a>', shown, re.S)
    return {anchor: html.unescape(re.sub(r"<[^>]*>", "", words)) for anchor, words in found}


def test_every_term_is_used_where_it_is_taught() -> None:
    demand(lambda: (problem for term in terms(GLOSSARY) for problem in _untaught(term)))


def _untaught(term: Term) -> Iterator[str]:
    at = f"{GLOSSARY}:{term.line}: {term.name}"
    if not term.chapters:
        yield f"{at}: say where it is taught, by a link such as [Tasks](../learn/tasks.md)"
    for chapter in term.chapters:
        page = Path(os.path.normpath(GLOSSARY.parent / chapter))
        if not page.is_file():
            yield f"{at}: there is no file {page}"
        elif term.anchor not in linked(page):
            forms = ", ".join(term.forms)
            yield f"{at}: {page} does not use it: write there one of: {forms}; or drop the term"


def test_terms_stand_in_order_and_have_a_definition() -> None:
    known = terms(GLOSSARY)
    names = [term.name.lower() for term in known]
    assert names == sorted(names)
    assert [term.name for term in known if not term.definition] == []


def test_no_two_terms_look_the_same() -> None:
    forms = [form for term in terms(GLOSSARY) for form in term.forms]
    assert sorted(forms) == sorted(set(forms))
