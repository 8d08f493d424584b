"""Make the search light: a page loads no index before its reader searches.

Material's script loads the whole index with the first page, which is more than all the rest of it.
So that file becomes one without texts, and the texts move to a file beside it. Between the page and
Material's search worker comes ours (`lab/browser/page/search.ts`), which loads them at the first
search.

What leads to a page or a section: its heading, what people type instead (`search.toml`), the
messages that it explains, the questions on *Questions people ask* that lead to it, and its
sentences. `lab/browser/page/ranking.ts` says how much each counts.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lab.publish.site import Page, Site

INDEX = "search/search_index.json"
"""What Material's script loads with each first page."""
WORKER = "assets/run/search.js"
"""Our worker, as `make assets` builds it."""
API = "reference/lab/"
"""Where the pages of the lab's API are: of each name, the search knows only the first paragraph."""

ANSWERS = "reference/answers/"
"""The page of questions, each of which leads to the section that answers it."""

WORDS = Path(__file__).with_name("search.toml")
"""What people type who look for a page or a section, and which words mean the same."""
ERRORS = Path(__file__).parent.parent / "browser/page/errors.json"
"""The messages that *Errors* explains."""
SEPARATOR = r"""[\s\-.,:=*()\[\]"'`]+"""
"""What is between words: `asyncio.to_thread(` is found as `to_thread`."""
FIELDS = {"title": {"boost": 1}, "tags": {"boost": 1}, "text": {"boost": 1}}
"""What is searched. Our worker makes `tags` of what people type, and orders what is found."""
RANKS = {
    "learn/eight-ways/": 0.9,
    "learn/essay/": 0.9,
    "learn/find-the-fault/": 0.85,
    "learn/linkcheck": 0.9,
    "learn/": 1,
    "recipes/": 1,
    "errors/": 0.95,
    ANSWERS: 0.95,
    "reference/functions-and-objects/": 1,
    "reference/http-requests/": 1,
    "reference/glossary/": 0.7,
    "reference/myths/": 0.8,
    "reference/not-covered/": 0.9,
    "reference/versions/": 0.9,
    API: 0.05,
    "reference/snippets/": 0.05,
    "": 0.5,
}
"""How much an entry counts, by the beginning of its address."""
ANCHORS = {"#exercises": 0.5, "#what-to-remember": 0.8, "#where-next": 0.3}
"""How much these parts of a chapter count, compared with its other parts."""
PARTS = 0.5
"""How much a page counts, compared with its entries, where readers look for one of these."""
EMPTY = 0.3
"""How much a heading counts that has only headings below it, unless people ask for it."""

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
    words = _words()
    asked, says = _both(words.pop("asked"), _questions(site)), messages()
    entries = [_entry(entry, asked, says) for entry in content["docs"]]
    texts = _dump({"docs": entries, "words": words})
    name = f"search/texts-{hashlib.sha256(texts).hexdigest()[:10]}.json"
    site.write(name, texts)
    config = {**content["config"], "separator": SEPARATOR, "fields": FIELDS}
    site.write(INDEX, _dump({**content, "config": config, "docs": []}))
    worker = site.name_by_content(WORKER)
    for page in site.pages():
        _use_our_worker(page, worker, name)


def _words() -> dict[str, Any]:
    try:
        return tomllib.loads(WORDS.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"lab/publish/{WORDS.name}: this is not TOML: {error}") from error


def messages() -> dict[str, list[str]]:
    """What people search for who see an error: all its messages, by the address of its entry.

    Not the frames that raise it: those are for a pasted text.
    """
    known = json.loads(ERRORS.read_text("utf-8"))
    return {
        one["page"]: [message["says"] for message in one["says"] if "frame" not in message]
        for one in known
    }


def _questions(site: Site) -> dict[str, list[str]]:
    """The questions of *Questions people ask*, by the address of the section that answers them."""
    found: dict[str, list[str]] = {}
    path = site.folder / ANSWERS / "index.html"
    if not path.is_file():
        return found
    for heading in Page(path, site.folder).html.css("h3[id]"):
        answer = heading.next
        while answer is not None and answer.css_first("a[href*='#']") is None:
            answer = answer.next
        if answer is None:
            continue
        link = answer.css("a[href*='#']")[-1].attributes["href"] or ""
        address = urljoin(f"/{ANSWERS}", link).removeprefix("/")
        found.setdefault(address, []).append(heading.text().rstrip("¶#").strip())
    return found


def _both(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """Two tables of phrases as one."""
    return {address: one.get(address, []) + other.get(address, []) for address in {**one, **other}}


def _entry(
    entry: dict[str, Any], asked: dict[str, list[str]], says: dict[str, list[str]]
) -> dict[str, Any]:
    """What the search knows of a page or of a part of it."""
    address = entry["location"]
    rank = next(rank for start, rank in RANKS.items() if address.startswith(start))
    rank *= next((part for anchor, part in ANCHORS.items() if address.endswith(anchor)), 1)
    if address.startswith("errors/") and "#" not in address:
        rank *= PARTS
    if "#" in address and address not in asked and not entry["text"].strip():
        rank *= EMPTY
    phrases = {"asked": asked.get(address, []), "says": says.get(address, [])}
    found = {kind: some for kind, some in phrases.items() if some}
    return {**entry, **found, "boost": rank, "text": _text(entry)}


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
