"""Name scripts and style sheets by their content: `page.js` becomes `page-1f0c9a2b3c.js`.

So a page gets those that it was built with, or none: neither a browser's cache nor the service
worker can give it those of another build. Material and the lab's own bundler name the rest of
theirs so already.
"""

from __future__ import annotations

from lab.publish.site import Site
from lab.publish.styles import TOGETHER

NAMED = [
    TOGETHER,
    "assets/run/page.js",
]
"""What pages load under names of their own."""


def complete(site: Site) -> None:
    """Rename the files, and have the pages ask for them by their new names.

    Args:
        site: The site.
    """
    names = {name: site.name_by_content(name) for name in NAMED}
    for page in site.pages():
        for node in page.html.css("link[rel=stylesheet][href], script[src]"):
            attribute = "href" if node.tag == "link" else "src"
            address = node.attributes[attribute] or ""
            for name, new in names.items():
                if address == name or address.endswith(f"/{name}"):
                    node.attrs[attribute] = address.removesuffix(name) + new
        page.save()
