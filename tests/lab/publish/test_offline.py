"""The service worker is told which build it belongs to; a page is shown in place of others."""

from __future__ import annotations

import json

import pytest

from lab.publish import names, offline
from lab.publish.site import OFFLINE, Page, Site
from tests.lab.publish.conftest import Build, contents

CODE = b"what the worker does"


def publish(site: Site) -> dict[str, object]:
    """Complete a site; gives what the worker is told."""
    site.write(offline.WORKER, CODE)
    names.complete(site)
    offline.complete(site)
    first, _, rest = (site.folder / offline.PUBLISHED_WORKER).read_bytes().partition(b"\n")
    assert rest == CODE
    told: dict[str, object] = json.loads(
        first.decode().removeprefix("const BUILD = ").removesuffix(";")
    )
    return told


def stamp(site: Site, name: str) -> str | None:
    (meta,) = Page(site.folder / name, site.folder).html.css("head > meta[name=build]")
    return meta.attributes["content"]


def test_each_page_and_the_worker_name_the_same_build(build: Build) -> None:
    site = build(tasks="<h1>Tasks</h1>")
    told = publish(site)
    for name in ("index.html", "learn/tasks/index.html", "404.html", OFFLINE):
        assert stamp(site, name) == told["id"]


@pytest.mark.parametrize("changed", ["learn/tasks/index.html", "assets/lab.css", "404.html"])
def test_whatever_changes_it_is_another_build(build: Build, changed: str) -> None:
    told = publish(build(tasks="<h1>Tasks</h1>"))
    site = build(tasks="<h1>Tasks</h1>")
    assert publish(site)["id"] == told["id"]
    site = build(tasks="<h1>Tasks</h1>")
    path = site.folder / changed
    path.write_text(path.read_text("utf-8").replace("}", "} ").replace("<h1>", "<h1>New "), "utf-8")
    assert publish(site)["id"] != told["id"]


def test_the_worker_knows_what_runs_programs_and_what_each_page_needs(build: Build) -> None:
    site = build()
    site.write("assets/run/py/1-ab/worker.js", b"")
    site.write("assets/run/py/1-ab/twisted.zip", b"")
    site.write("assets/run/live-ABCDEFGH.js", b"")
    site.write("assets/run/page.js", b"")
    site.write("assets/javascripts/bundle.0123abcd.min.js.map", b"")
    site.write("search/texts-0123456789.json", b"")
    told = publish(site)
    runtime = ["assets/run/live-ABCDEFGH.js", "assets/run/py/1-ab/worker.js"]
    assert told["runtime"] == runtime
    assert isinstance(told["named"], list)
    assert {*runtime, "assets/run/py/1-ab/twisted.zip", "search/texts-0123456789.json"} <= set(
        told["named"]
    )
    assert not [name for name in told["named"] if name.endswith(".map")]
    (script,) = site.folder.glob("assets/run/page-*.js")
    assert told["always"] == [OFFLINE, "assets/logo.svg", f"assets/run/{script.name}"]


def test_what_a_script_cannot_start_without_is_kept_with_it(build: Build) -> None:
    """Or a reader who goes offline just then has a page whose script never starts."""
    site = build()
    first, second, third = (f"assets/run/{name}.js" for name in ("chunk-1A", "chunk-2B", "live-3C"))
    page = b'import{a as g}from"./chunk-1A.js";const later=()=>import("./live-3C.js")'
    site.write("assets/run/page.js", page)
    site.write(first, b'import"./chunk-2B.js";export{g as a}')
    site.write(second, b"")
    site.write(third, b"")
    assert first in publish(site)["always"]  # type: ignore[operator]  # a list
    assert {second, third} & set(publish(site)["always"]) == {second}  # type: ignore[call-overload]


def test_the_page_in_place_of_others_says_one_sentence(build: Build) -> None:
    site = build()
    publish(site)
    page = Page(site.folder / OFFLINE, site.folder)
    assert page.title == offline.HEADING
    (paragraph,) = page.html.css("article p")
    assert paragraph.text() == offline.SENTENCE
    assert OFFLINE not in [found.name for found in site.pages()]


def test_it_changes_nothing_the_second_time(build: Build) -> None:
    site = build(tasks="<h1>Tasks</h1>")
    publish(site)
    before = contents(site)
    offline.complete(site)
    assert contents(site) == before


def test_without_a_worker_it_does_nothing(build: Build) -> None:
    site = build()
    before = contents(site)
    offline.complete(site)
    assert contents(site) == before
