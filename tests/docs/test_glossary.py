"""The glossary and the chapters fit: each term is taught somewhere, and used there.

That a chapter uses the terms that it teaches, test_pages.py says of each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lab.pages.glossary import GLOSSARY, Term, terms
from tests.support import demand


def test_every_term_is_taught() -> None:
    demand(lambda: (problem for term in terms(GLOSSARY) for problem in _untaught(term)))


def _untaught(term: Term) -> Iterator[str]:
    at = f"{GLOSSARY}:{term.line}: {term.name}"
    if not term.chapters:
        yield f"{at}: say where it is taught, by a link such as [Tasks](../learn/tasks.md)"
    for chapter in term.chapters:
        page = Path(os.path.normpath(GLOSSARY.parent / chapter))
        if not page.is_file():
            yield f"{at}: there is no file {page}"


def test_terms_stand_in_order_and_have_a_definition() -> None:
    known = terms(GLOSSARY)
    names = [term.name.lower() for term in known]
    assert names == sorted(names)
    assert [term.name for term in known if not term.definition] == []


def test_no_two_terms_look_the_same() -> None:
    forms = [form for term in terms(GLOSSARY) for form in term.forms]
    assert sorted(forms) == sorted(set(forms))
