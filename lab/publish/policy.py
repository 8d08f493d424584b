"""Give each page a policy: it runs this site's scripts and no other, and asks no other host.

It is a `Content-Security-Policy` in the page itself, since static hosts send no headers of ours.
Scripts that are written in a page are named by their hashes: those of all pages, because Material
shows the next page without loading it anew, so the first page's policy stays in force.

A worker has the policy that came with its own file, which is none, so WebAssembly needs no leave
here: https://html.spec.whatwg.org/multipage/workers.html#run-a-worker. Styles may be written in a
page: pictures and Material's own script do so.
"""

from __future__ import annotations

import base64
import hashlib

from lab.publish.site import Page, Site

RULES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
"""What a page may do; the hashes of its scripts come to it."""

_HEADER = "Content-Security-Policy"
_RUN = {"", "module", "text/javascript"}
"""The types of scripts that a browser runs; the others are data."""


def complete(site: Site) -> None:
    """Write the policy into each page.

    Args:
        site: The site.
    """
    pages = list(site.pages())
    hashes = sorted({found for page in pages for found in _hashes(page)})
    rules = {**RULES, "script-src": " ".join([RULES["script-src"], *hashes])}
    policy = "; ".join(f"{name} {value}" for name, value in rules.items())
    for page in pages:
        page.remove(f'meta[http-equiv="{_HEADER}"]')
        head = page.html.head
        if head is None:
            continue
        # It holds for what comes after it; the encoding has to be known first.
        charset = page.html.css_first("meta[charset]")
        tag = f'<meta http-equiv="{_HEADER}" content="{policy}">'
        written = type(page.html)(tag).css_first("meta")
        if charset is not None and written is not None:
            charset.insert_after(written)
        else:
            head.inner_html = tag + (head.inner_html or "")
        page.save()


def _hashes(page: Page) -> list[str]:
    scripts = [
        script.text()
        for script in page.html.css("script:not([src])")
        if (script.attributes.get("type") or "") in _RUN
    ]
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
