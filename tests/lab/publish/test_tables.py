"""A table is in a box that scrolls, before Material's script comes."""

from __future__ import annotations

from lab.publish import tables
from lab.publish.site import Page
from tests.lab.publish.conftest import Build, contents

TABLE = "<table><tbody><tr><td>1</td></tr></tbody></table>"


def test_a_table_is_in_a_box(build: Build) -> None:
    site = build(tasks=f"<h1>Tasks</h1>{TABLE}<p>two</p>{TABLE}")
    tables.complete(site)
    page = Page(site.folder / "learn/tasks/index.html", site.folder)
    assert len(page.html.css("article > .md-typeset__scrollwrap > .md-typeset__table > table")) == 2
    assert len(page.html.css("table")) == 2


def test_a_table_with_a_look_of_its_own_stays(build: Build) -> None:
    site = build(tasks=TABLE.replace("<table>", '<table class="lab-catalogue">'))
    tables.complete(site)
    page = Page(site.folder / "learn/tasks/index.html", site.folder)
    assert page.html.css_first(".md-typeset__scrollwrap") is None


def test_it_changes_nothing_the_second_time(build: Build) -> None:
    site = build(tasks=TABLE)
    tables.complete(site)
    before = contents(site)
    tables.complete(site)
    assert contents(site) == before
