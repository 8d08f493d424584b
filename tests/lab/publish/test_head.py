"""A page's head says what it is: to browsers, to search engines and to chats."""

from __future__ import annotations

import json
import struct

from lab.publish import cards, head
from lab.publish.site import Page, Site
from tests.lab.publish.conftest import ADDRESS, Build, contents

CHAPTER = (
    '<h1>Tasks<a class="headerlink">#</a></h1><p>After this page, you can</p>'
    "<ul><li>start <code>a</code> task;</li><li>stop it.</li></ul>"
    f"<p>{'word ' * 390}</p><pre>{'code ' * 500}</pre>"
)


def page(site: Site, name: str) -> Page:
    return Page(site.folder / name, site.folder)


def content(found: Page, selector: str) -> str | None:
    (node,) = found.html.css(f"head > {selector}")
    return node.attributes["content"]


def data(found: Page) -> dict[str, object]:
    (script,) = found.html.css('head > script[type="application/ld+json"]')
    value: dict[str, object] = json.loads(script.text())
    return value


def test_a_chapter_has_a_card_under_the_address_of_the_site(build: Build) -> None:
    site = build(tasks=CHAPTER)
    cards.complete(site)
    head.complete(site)
    found = page(site, "learn/tasks/index.html")
    assert content(found, 'meta[property="og:title"]') == "Tasks"
    assert content(found, 'meta[property="og:description"]') == "What tasks is & isn't."
    assert content(found, 'meta[property="og:url"]') == f"{ADDRESS}learn/tasks/"
    assert content(found, 'meta[property="og:image"]') == f"{ADDRESS}cards/learn/tasks.png"
    assert content(found, 'meta[name="twitter:card"]') == "summary_large_image"
    assert content(page(site, "index.html"), 'meta[property="og:type"]') == "website"


def test_a_chapter_says_what_it_teaches_and_how_long_it_takes(build: Build) -> None:
    site = build(tasks=CHAPTER)
    head.complete(site)
    assert data(page(site, "learn/tasks/index.html")) == {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": "Tasks",
        "description": "What tasks is & isn't.",
        "url": f"{ADDRESS}learn/tasks/",
        "inLanguage": "en",
        "license": head.LICENCE,
        "isPartOf": {"@type": "WebSite", "name": "The Lab", "url": ADDRESS},
        "timeRequired": "PT2M",  # 402 words, without the code
        "teaches": ["start a task", "stop it"],
    }
    assert data(page(site, "index.html"))["name"] == "The Lab"


def test_each_scheme_has_its_colour_and_the_icon_is_found_from_anywhere(build: Build) -> None:
    site = build()
    head.complete(site)
    lost = page(site, "404.html")
    assert content(lost, 'meta[media="(prefers-color-scheme: light)"]') == "#111111"
    assert content(lost, 'meta[media="(prefers-color-scheme: dark)"]') == "#222222"
    (icon,) = lost.html.css("link[rel=apple-touch-icon]")
    assert icon.attributes["href"] == "/lab/assets/touch-icon.png"
    assert content(lost, "meta[name=robots]") == "noindex"
    assert lost.html.css("meta[property]") == []
    png = site.folder.joinpath("assets/touch-icon.png").read_bytes()
    assert struct.unpack(">II", png[16:24]) == (180, 180)


def test_it_changes_nothing_the_second_time(build: Build) -> None:
    site = build(tasks=CHAPTER)
    cards.complete(site)
    head.complete(site)
    before = contents(site)
    cards.complete(site)
    head.complete(site)
    assert contents(site) == before


def test_a_site_without_an_address_has_no_cards_in_its_head(build: Build) -> None:
    site = build()
    home = page(site, "index.html")
    home.remove("link[rel=canonical]")
    home.save()
    head.complete(site)
    assert page(site, "index.html").html.css('meta[property="og:url"]') == []
