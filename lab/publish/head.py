"""Tell browsers, search engines and chats what a page is: the tags of its head.

MkDocs and Zensical write its title, its description and its canonical address. This adds the card
that is shown where a link to the page is posted (Open Graph), the colours of the browser's own bar,
an icon for a phone's home screen, and what kind of text it is (schema.org, as JSON-LD).
"""

from __future__ import annotations

import json
import re

import resvg_py

from lab.publish.cards import HEIGHT, WIDTH, card_of
from lab.publish.chapters import read_chapter
from lab.publish.dates import last_change
from lab.publish.site import Page, Site

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ICON = "assets/touch-icon.png"
ICON_SIZE = 180
"""What Apple's devices ask for, in pixels."""
LOGO = "assets/logo.svg"
STYLE = "assets/lab.css"
SCHEMES = {"light": "[data-md-color-scheme]", "dark": '[data-md-color-scheme="lab-dark"]'}
"""Which rule of the style sheet has the colours of a scheme."""


def complete(site: Site) -> None:
    """Add to each page's head what it lacks.

    Args:
        site: The site.
    """
    _draw_icon(site)
    found = colours(site)
    for page in site.pages():
        for scheme, colour in found.items():
            media = f"(prefers-color-scheme: {scheme})"
            page.add_to_head("meta", name="theme-color", media=media, content=colour)
        if site.folder.joinpath(ICON).is_file():
            page.add_to_head("link", rel="apple-touch-icon", href=f"{page.icon_root}{ICON}")
        if page.name == "404.html":
            page.add_to_head("meta", name="robots", content="noindex")
        elif site.address:
            _add_card(page, site)
            _add_structured_data(page, site)
        page.save()


def _draw_icon(site: Site) -> None:
    logo = site.folder / LOGO
    if not logo.is_file():
        return
    # A phone rounds the corners itself.
    drawing = logo.read_text("utf-8")
    icon = resvg_py.svg_to_bytes(
        svg_string=drawing,
        background=ground_of(drawing),
        width=ICON_SIZE,
        height=ICON_SIZE,
        skip_system_fonts=True,
    )
    site.write(ICON, bytes(icon))


def ground_of(logo: str) -> str:
    """The colour behind the drawing of a logo.

    Args:
        logo: The drawing, an SVG.
    """
    ground = re.search(r'<rect[^>]* fill="(#\w+)"', logo)
    return ground[1] if ground else "#ffffff"


def colours(site: Site) -> dict[str, str]:
    """The colour of the header in each scheme, as the style sheet sets it.

    Args:
        site: The site.
    """
    style = site.find(STYLE)
    if not style.is_file():
        return {}
    rules = style.read_text("utf-8")
    found = {}
    for scheme, selector in SCHEMES.items():
        pattern = rf"{re.escape(selector)}[^}}]*?--md-primary-fg-color: (#\w+)"
        if colour := re.search(pattern, rules):
            found[scheme] = colour[1]
    return found


def _add_card(page: Page, site: Site) -> None:
    properties = {
        "og:type": "website" if page.name == "index.html" else "article",
        "og:site_name": page.site_name,
        "og:title": page.title,
        "og:description": page.description,
        "og:url": site.address + page.place,
    }
    card = card_of(page)
    if site.folder.joinpath(card).is_file():
        properties |= {
            "og:image": site.address + card,
            "og:image:type": "image/png",
            "og:image:width": str(WIDTH),
            "og:image:height": str(HEIGHT),
            "og:image:alt": f"{page.title}: {page.description}",
        }
    for name, content in properties.items():
        page.add_to_head("meta", property=name, content=content)
    # The rest of it, Twitter takes from Open Graph.
    page.add_to_head("meta", name="twitter:card", content="summary_large_image")


def _add_structured_data(page: Page, site: Site) -> None:
    page.remove('head > script[type="application/ld+json"]')
    home = {"@type": "WebSite", "name": page.site_name, "url": site.address}
    about: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": page.title,
        "description": page.description,
        "url": site.address + page.place,
        "inLanguage": "en",
        "license": LICENCE,
        "isPartOf": home,
    }
    if change := last_change(page):
        about["dateModified"] = change.day
    if page.name == "index.html":
        about = {**about, **home}
        del about["isPartOf"]
    elif chapter := read_chapter(page):
        about["@type"] = "LearningResource"
        about["timeRequired"] = f"PT{chapter.minutes}M"
        if goals := _goals(page):
            about["teaches"] = goals
    written = json.dumps(about, ensure_ascii=False).replace("</", "<\\/")
    if head := page.html.head:
        head.inner_html = f'{head.inner_html}<script type="application/ld+json">{written}</script>'


def _goals(page: Page) -> list[str]:
    """What the list at its top promises: "After this page, you can"."""
    for paragraph in page.html.css("article > p"):
        if paragraph.text().strip().startswith("After this page, you can"):
            goals = paragraph.next
            while goals is not None and goals.tag != "ul":
                goals = goals.next
            return [item.text().strip().rstrip(";.") for item in goals.css("li")] if goals else []
    return []
