"""Make the search light: a page loads no index before its reader searches.

Material's script loads the whole index with the first page, which is more than all the rest of it.
So that file becomes one without texts, and the texts move to a file beside it. Between the page and
Material's search worker comes ours (`lab/browser/page/search.ts`), which loads them at the first
search.

What leads to a page, from the first to the last thing that counts: its headings, and words that
people type instead (`search.toml`); its sentences. A chapter comes before the glossary, and both
before lists of programs and the lab's API.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

from lab.publish.site import Page, Site

INDEX = "search/search_index.json"
"""What Material's script loads with each first page."""
WORKER = "assets/run/search.js"
"""Our worker, as `make assets` builds it."""
API = "reference/lab/"
"""Where the pages of the lab's API are: of each name, the search knows only the first paragraph."""

WORDS = Path(__file__).with_name("search.toml")
"""What people type who look for a page."""
ERRORS = Path(__file__).parent.parent / "browser/page/errors.json"
"""The messages that *Errors* explains."""
SEPARATOR = r"""[\s\-.,:=*()\[\]"'`]+"""
"""What is between words: `asyncio.to_thread(` is found as `to_thread`."""
FIELDS = {"title": {"boost": 1000}, "tags": {"boost": 1000}, "text": {"boost": 1}}
"""How much a word counts, by where it is: `tags` are the words of the table."""
RANKS = {"learn/": 1, "errors/": 1.2, API: 1e-6, "reference/snippets/": 1e-6, "": 0.3}
"""How much an entry counts, by the beginning of its address."""

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
    words = {**tomllib.loads(WORDS.read_text("utf-8")), **_messages()}
    texts = _dump([_entry(entry, words) for entry in content["docs"]])
    name = f"search/texts-{hashlib.sha256(texts).hexdigest()[:10]}.json"
    site.write(name, texts)
    config = {**content["config"], "separator": SEPARATOR, "fields": FIELDS}
    site.write(INDEX, _dump({**content, "config": config, "docs": []}))
    worker = site.name_by_content(WORKER)
    for page in site.pages():
        _use_our_worker(page, worker, name)


def _messages() -> dict[str, str]:
    """What people search for who see an error: all its messages, by the address of its entry.

    Not the frames that raise it: those are for a pasted text.
    """
    known = json.loads(ERRORS.read_text("utf-8"))
    # A word that several wordings share counts once.
    return {
        one["page"]: " ".join(
            dict.fromkeys(
                word
                for message in one["says"]
                if "frame" not in message
                for word in message["says"].split()
            )
        )
        for one in known
    }


def _entry(entry: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    """What the search knows of a page or of a part of it."""
    address = entry["location"]
    rank = next(rank for start, rank in RANKS.items() if address.startswith(start))
    if address.startswith("errors/") and "#" not in address:
        rank = RANKS[""]  # its entries are what people look for
    tags = {"tags": words[address].split()} if address in words else {}
    return {**entry, **tags, "boost": rank, "text": _text(entry)}


def _text(entry: dict[str, Any]) -> str:
    """Its text; of a name of the API only the first paragraph."""
    text: str = entry["text"]
    if not entry["location"].startswith(API) or "#" not in entry["location"]:
        return text
    first = _FIRST_PARAGRAPH.search(text)
    return first[0] if first else ""


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
