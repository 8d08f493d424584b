"""Let the site be read, and its programs be run, without a network.

The work is done by a service worker, `lab/browser/page/service.ts`. This step says which build the
site is, in each page and in that worker, and lists the build's files. It also writes the page that
is shown in place of one that isn't kept.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from lab.publish.site import OFFLINE, Page, Site

WORKER = "assets/run/service.js"
"""The service worker, as `make assets` builds it."""
PUBLISHED_WORKER = "service-worker.js"
"""Where it is published: it serves what is below its own folder."""
HEADING = "You are offline"
SENTENCE = (
    "This browser has not kept this page: go back to one that you have read, or try again when you"
    " are connected."
)
_HASHED = re.compile(r"[.-]([0-9a-f]{8,}|[0-9A-Z]{8})\.")
# aiohttp is part of it: a third of the programs use it, and a reader's own may. Twisted is kept for
# those who ran a program with it, as all that is fetched: only the history has such programs.
_RUNTIME = re.compile(r"assets/run/(py/(?!.*/twisted\.zip$)|[^/]*\.js$)")
_IMPORT = re.compile(r"""(?:\bfrom|\bimport) *"\./([\w.-]+\.js)""")
"""As esbuild writes an import that a script can't start without."""
_NOT_LOADED = re.compile(r"\.map$|^assets/javascripts/lunr/")


def complete(site: Site) -> None:
    """Write the worker and what belongs to it; do nothing for a site that has none.

    Args:
        site: The site.
    """
    source = site.folder / WORKER
    if not source.is_file():
        return
    build = _stamp(site)
    always = [OFFLINE, *_loaded_by(site, Page(site.folder / OFFLINE, site.folder))]
    known = {address.partition("?")[0] for address in always}
    named = [name for name in site.files() if _is_named(name) and name not in known]
    about = {
        "id": build,
        "always": always,
        "runtime": [name for name in named if _RUNTIME.match(name)],
        "named": [
            name for name in named if name not in {path.partition("?")[0] for path in always}
        ],
    }
    head = f"const BUILD = {json.dumps(about, separators=(',', ':'))};\n"
    site.write(PUBLISHED_WORKER, head.encode() + source.read_bytes())


def _is_named(name: str) -> bool:
    """Whether a file's address names its content, and pages load it."""
    in_folder = name.startswith("assets/run/py/")
    hashed = name.startswith("assets/") and _HASHED.search(name) is not None
    texts = name.startswith("search/texts-")
    return (in_folder or hashed or texts) and not _NOT_LOADED.search(name)


def _stamp(site: Site) -> str:
    """Say in each page which build it is of: a hash of all that the site has."""
    pages = list(site.pages())
    for page in pages:
        page.remove("head > meta[name=build]")
        page.save()
    site.write_pages()
    instead = _write_instead(site)
    digest = hashlib.sha256()
    for name in site.files():
        if name != PUBLISHED_WORKER:
            digest.update(f"{name}\n".encode() + (site.folder / name).read_bytes())
    build = digest.hexdigest()[:16]
    for page in [*pages, instead]:
        page.add_to_head("meta", name="build", content=build)
        page.save()
    return build


def _write_instead(site: Site) -> Page:
    """Write the page that is shown in place of one that isn't kept: 404 with other words.

    Like that one, it names all that it loads from the site's root: it is shown at any address.
    """
    page = Page(site.folder / "404.html", site.folder)
    article = page.html.css_first("article")
    title = page.html.css_first("head > title")
    if article is None or title is None:
        raise ValueError("404.html has no article or no title: offline.html is made from it")
    article.inner_html = f"<h1>{HEADING}</h1><p>{SENTENCE}</p>"
    title.inner_html = f"{HEADING} - {page.site_name}"
    page.path = site.folder / OFFLINE
    page.save()
    return page


def _loaded_by(site: Site, page: Page) -> list[str]:
    """What a page loads, below the site's root."""
    root = page.icon_root
    found = [
        node.attributes.get("href") or node.attributes.get("src") or ""
        for node in page.html.css("link[rel=stylesheet], link[rel=icon], script[src]")
    ]
    config = page.html.css_first("script#__config")
    about = json.loads(config.text()) if config else {}
    if isinstance(about.get("search"), str):  # Zensical has another search
        found.append(about["search"])
    below = [address.removeprefix(root) for address in found]
    scripts = [name for name in below if name.partition("?")[0].endswith(".js")]
    return [*below, *sorted(_imported(site, scripts) - {*below})]


def _imported(site: Site, scripts: list[str]) -> set[str]:
    """The scripts that these scripts can't start without, and those that they can't, and so on."""
    found: set[str] = set()
    left = scripts
    while left:
        name = left.pop().partition("?")[0]
        path = site.folder / name
        text = path.read_text("utf-8") if path.is_file() else ""
        beside = {(Path(name).parent / other).as_posix() for other in _IMPORT.findall(text)}
        left += beside - found
        found |= beside
    return found
