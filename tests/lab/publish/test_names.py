"""Scripts and style sheets are named by their content."""

from __future__ import annotations

from lab.publish import names
from lab.publish.site import Page, Site
from tests.lab.publish.conftest import Build, contents


def scripts(site: Site, name: str) -> list[str | None]:
    page = Page(site.folder / name, site.folder)
    return [script.attributes["src"] for script in page.html.css("script[src]")]


def test_pages_ask_for_the_content_that_they_were_built_with(build: Build) -> None:
    site = build(tasks="<h1>Tasks</h1>")
    site.write("assets/run/page.js", b"one")
    names.complete(site)
    (script,) = site.folder.glob("assets/run/page-*.js")
    assert script.read_bytes() == b"one"
    assert scripts(site, "learn/tasks/index.html") == [f"../../assets/run/{script.name}"]
    assert scripts(site, "404.html") == [f"/lab/assets/run/{script.name}"]


def test_other_content_has_another_name(build: Build) -> None:
    found = set()
    for content in (b"one", b"two", b"one"):
        site = build()
        site.write("assets/run/page.js", content)
        names.complete(site)
        found.update(scripts(site, "index.html"))
    assert len(found) == 2


def test_it_changes_nothing_the_second_time(build: Build) -> None:
    site = build(tasks="<h1>Tasks</h1>")
    site.write("assets/run/page.js", b"one")
    names.complete(site)
    before = contents(site)
    names.complete(site)
    assert contents(site) == before
