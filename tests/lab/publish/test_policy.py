"""A page's policy allows its own scripts and no other."""

from __future__ import annotations

import base64
import hashlib

from lab.publish import policy
from lab.publish.site import Page, Site
from tests.lab.publish.conftest import Build, contents


def read(site: Site, name: str) -> dict[str, list[str]]:
    page = Page(site.folder / name, site.folder)
    (tag,) = page.html.css('head > meta[http-equiv="Content-Security-Policy"]')
    rules = (tag.attributes["content"] or "").split("; ")
    return {name: values for name, *values in (rule.split() for rule in rules)}


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_inline_scripts_of_all_pages_are_named_by_their_hashes(build: Build) -> None:
    site = build(tasks="<script>if (a < b && 'ü') go()</script>")
    policy.complete(site)
    roots = ["", "../../", "/lab/"]
    expected = {digest(f'scope=new URL("{root}",location)') for root in roots}
    expected.add(digest("if (a < b && 'ü') go()"))
    for name in ["index.html", "learn/tasks/index.html", "404.html"]:
        assert set(read(site, name)["script-src"]) == {"'self'", *expected}


def test_scripts_are_never_allowed_by_where_they_are_written(build: Build) -> None:
    site = build(tasks="Tasks")
    policy.complete(site)
    rules = read(site, "learn/tasks/index.html")
    assert rules["default-src"] == ["'self'"]
    assert rules["object-src"] == ["'none'"]
    scripts = " ".join(rules["script-src"])
    assert "unsafe" not in scripts
    assert "http" not in scripts


def test_it_comes_before_what_it_is_about(build: Build) -> None:
    site = build()
    policy.complete(site)
    text = site.folder.joinpath("index.html").read_text("utf-8")
    assert text.index("<meta charset") < text.index("Content-Security") < text.index("<link")


def test_it_changes_nothing_the_second_time(build: Build) -> None:
    site = build(tasks="<script>1</script>")
    policy.complete(site)
    before = contents(site)
    policy.complete(site)
    assert contents(site) == before
