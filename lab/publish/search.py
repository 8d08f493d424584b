"""Make the search light: a page loads no index before its reader searches.

Material's script loads the whole index with the first page, which is more than all the rest of it.
So that file becomes one without texts, and the texts move to a file beside it. Between the page and
Material's search worker comes ours (`lab/browser/page/search.ts`), which loads them at the first
search.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from lab.publish.site import Page, Site

INDEX = "search/search_index.json"
"""What Material's script loads with each first page."""
WORKER = "assets/run/search.js"
"""Our worker, as `make assets` builds it."""
API = "reference/lab/"
"""Where the pages of the lab's API are: of each name, the search knows only the first paragraph."""

_FIRST_PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)


def complete(site: Site) -> None:
    """Move the texts out of the index, and have the pages load them when needed.

    Args:
        site: The site whose search it is.
    """
    index = site.folder / INDEX
    if not index.is_file() or not site.folder.joinpath(WORKER).is_file():
        return
    content = json.loads(index.read_text("utf-8"))
    if not content["docs"]:
        return  # it was done before
    texts = _dump([_short(entry) for entry in content["docs"]])
    name = f"search/texts-{hashlib.sha256(texts).hexdigest()[:10]}.json"
    site.write(name, texts)
    site.write(INDEX, _dump({**content, "docs": []}))
    worker = site.name_by_content(WORKER)
    for page in site.pages():
        _use_our_worker(page, worker, name)


def _short(entry: dict[str, Any]) -> dict[str, Any]:
    if not entry["location"].startswith(API) or "#" not in entry["location"]:
        return entry
    first = _FIRST_PARAGRAPH.search(entry["text"])
    return {**entry, "text": first[0] if first else ""}


def _use_our_worker(page: Page, worker: str, texts: str) -> None:
    script = page.html.css_first("script#__config")
    if script is None:
        return
    config = json.loads(script.text())
    original = Path(config["search"]).name
    base = config["search"].removesuffix(f"assets/javascripts/workers/{original}")
    config["search"] = f"{base}{worker}?worker={original}&texts={Path(texts).name}"
    script.inner_html = json.dumps(config)
    page.save()


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
