"""Publish each recorded run that a page can step through as a file of its own.

The pages are built with the recordings in them. A page that is only read should not weigh
that much, so here each becomes a file that its button asks for.
"""

from __future__ import annotations

import hashlib

from lab.publish.site import DIGITS, Page, Site

FOLDER = "assets/steps"


def complete(site: Site) -> None:
    """Write the files, and have the buttons ask for them; once more, it changes nothing.

    Args:
        site: The site.
    """
    for page in site.pages():
        if _move(site, page):
            page.save()


def _move(site: Site, page: Page) -> bool:
    found = page.html.css("script.lab-recording")
    for block in found:
        content = block.text().encode()
        digest = hashlib.sha256(content).hexdigest()[:DIGITS]
        name = f"{FOLDER}/{block.attributes['data-name']}-{digest}.json"
        site.write(name, content)
        button = block.prev
        if button is None or button.tag != "button":
            raise ValueError(f"{page.name}: the recording {name} has no button before it")
        button.attrs["data-steps"] = page.icon_root + name
        block.decompose()
    return bool(found)
