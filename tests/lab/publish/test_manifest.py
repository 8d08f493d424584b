"""A browser can install the site as an app."""

from __future__ import annotations

import json
import struct
from pathlib import Path

from lab.publish import manifest
from lab.publish.head import colours
from lab.publish.site import Page
from tests.lab.publish.conftest import Build


def test_it_names_the_site_and_icons_that_are_there(build: Build) -> None:
    site = build(tasks="<h1>Tasks</h1>")
    manifest.complete(site)
    about = json.loads((site.folder / manifest.MANIFEST).read_text("utf-8"))
    assert about["name"] == "The Lab"
    assert (about["start_url"], about["scope"]) == (".", ".")  # also below a path
    assert about["theme_color"] == "#111111"
    for icon in about["icons"]:
        content = (site.folder / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", content[16:24])
            assert icon["sizes"] == f"{width}x{height}"


def test_each_page_names_it(build: Build) -> None:
    site = build(tasks="<h1>Tasks</h1>")
    manifest.complete(site)
    for name, address in {
        "learn/tasks/index.html": "../../site.webmanifest",
        "404.html": "/lab/site.webmanifest",
    }.items():
        page = Page(site.folder / name, site.folder)
        (link,) = page.html.css("link[rel=manifest]")
        assert link.attributes["href"] == address


def test_this_sites_style_has_a_colour_for_each_scheme(build: Build) -> None:
    site = build()
    style = Path(__file__).parents[3] / "docs/assets/lab.css"
    site.write("assets/lab.css", style.read_bytes())
    assert set(colours(site)) == {"light", "dark"}
