"""Number the chapters by part, say how long each takes to read, and list them in My progress.

All of it is counted here, in the built pages: no page holds a number that someone typed. What a
reader has read and solved is marked by the page's script, from what their browser keeps.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lab.publish.site import Page, Site

WORDS_PER_MINUTE = 240
"""How fast adults read a text that explains something."""
WORDS_PER_LINE = 5
"""A line of code takes as long to read as this many words."""
NOT_READ = ".headerlink, .lab-about, .lab-snippet, .lab-timeline, svg, noscript, pre"
"""What isn't text that is read from start to end."""

_CHAPTER = re.compile(r"(?:^|/)(learn/[\w-]+/)(?:index\.html)?$")
_LINKS = ".md-nav--primary a.md-nav__link"
_PLACE = ".lab-progress"


@dataclass(frozen=True)
class Chapter:
    """A chapter of the path.

    Args:
        address: Its address below the site's root: `learn/tasks/`.
        title: Its heading.
        minutes: How long it takes to read.
        exercises: The names of its exercises, under which solutions are kept.
        predictions: The names of the programs whose output the reader is asked to predict.
    """

    address: str
    title: str
    minutes: int
    exercises: tuple[str, ...]
    predictions: tuple[str, ...]


def complete(site: Site) -> None:
    """Write numbers, times and the table of progress into the pages.

    Args:
        site: The site whose chapters are numbered.
    """
    chapters = {found.address: found for page in site.pages() if (found := read_chapter(page))}
    if not chapters:
        return
    for page in site.pages():
        numbers = _number_links(page, chapters)
        address = _chapter_address(page.name)
        if address in chapters:
            _say_about(page, chapters[address], numbers.get(address, ""))
        total = page.html.css_first(".lab-total")
        if total is not None:
            total.inner_html = _total(chapters)
        place = page.html.css_first(_PLACE)
        if place is not None:
            place.inner_html = _table(chapters, numbers, page.to_root)
        page.save()


def read_chapter(page: Page) -> Chapter | None:
    """Read what a built page says of a chapter.

    Args:
        page: The page.

    Returns:
        The chapter; nothing if the page isn't one.
    """
    address = _chapter_address(page.name)
    article = page.html.css_first("article") if address else None
    return _read(address, article.html or "") if article else None


@lru_cache(maxsize=256)  # two steps ask for each chapter, and `make serve` again for each build
def _read(address: str, article: str) -> Chapter | None:
    text = LexborHTMLParser(article)
    title = text.css_first("h1")
    if title is None:
        return None
    for link in title.css(".headerlink"):
        link.decompose()
    return Chapter(
        address,
        " ".join(title.text().split()),
        minutes_to_read(article),
        tuple(_names(text.css(".lab-exercise"))),
        tuple(_names(text.css(".lab-snippet:has(.lab-predict)"))),
    )


def minutes_to_read(article: str) -> int:
    """Estimate how long a chapter takes, from its words and its lines of code.

    Args:
        article: Its HTML. Solutions, outputs, pictures and folded programs don't count.
    """
    text = LexborHTMLParser(article)
    for folded in text.css(".lab-solution, .lab-folded figure, .lab-changes"):
        folded.decompose()
    code = "\n".join(block.text() for block in text.css(".highlight code"))
    lines = sum(1 for line in code.splitlines() if line.strip())
    for block in text.css(NOT_READ):
        block.decompose()
    body = text.body
    words = len(body.text(separator=" ").split()) if body else 0
    return math.ceil((words + lines * WORDS_PER_LINE) / WORDS_PER_MINUTE)


def _chapter_address(path: str) -> str:
    found = _CHAPTER.search(path)
    return found[1] if found else ""


def _names(figures: list[LexborNode]) -> Iterator[str]:
    for figure in figures:
        yield figure.attributes["data-snippet"] or ""


def _number_links(page: Page, chapters: dict[str, Chapter]) -> dict[str, str]:
    """Number the links of the sidebar: the second chapter of the first part is 1.2."""
    numbers: dict[str, str] = {}
    part = 0
    for section in page.html.css(".md-nav--primary > ul > li"):
        in_part = 0
        for link in section.css("a.md-nav__link"):
            target = urlsplit(urljoin(f"/{page.name}", link.attributes.get("href") or ""))
            address = _chapter_address(target.path)
            if address not in chapters or target.fragment:
                continue
            part += not in_part
            in_part += 1
            numbers[address] = f"{part}.{in_part}"
            link.attrs["data-chapter"] = numbers[address]
            label = link.parent.css_first("label.md-nav__link--active") if link.parent else None
            if label is not None:  # in a narrow window, it takes the place of the link
                label.attrs["data-chapter"] = numbers[address]
    return numbers


def _say_about(page: Page, chapter: Chapter, number: str) -> None:
    for earlier in page.html.css(".lab-about"):
        earlier.decompose()
    heading = page.html.css_first("article h1")
    words = [f"Chapter {number}"] if number else []
    words.append(f"about {_count(chapter.minutes, 'minute')} to read")
    if chapter.exercises:
        exercises = _count(len(chapter.exercises), "exercise")
        words.append(f'<span class="lab-count">{exercises}</span>')
    line = LexborHTMLParser(f'<p class="lab-about">{" · ".join(words)}</p>').css_first("p")
    if heading is not None and line is not None:
        heading.insert_after(line)


def _total(chapters: dict[str, Chapter]) -> str:
    hours = max(1, round(sum(chapter.minutes for chapter in chapters.values()) / 60))
    exercises = sum(len(chapter.exercises) for chapter in chapters.values())
    return (
        f"{_count(len(chapters), 'chapter')}, about {_count(hours, 'hour')} of reading,"
        f" {_count(exercises, 'exercise')}."
    )


def _table(chapters: dict[str, Chapter], numbers: dict[str, str], root: str) -> str:
    order = [address for address in numbers if address in chapters] or list(chapters)
    head = "".join(
        f'<th scope="col">{column}</th>' for column in ("Chapter", "Read", "Solved", "Predicted")
    )
    rows = "".join(_row(chapters[address], numbers.get(address, ""), root) for address in order)
    return (
        f'<table class="lab-chapters"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(chapter: Chapter, number: str, root: str) -> str:
    """A row of the table, with the names under which the browser keeps what was done."""
    kept = [
        (f"{chapter.minutes} min", "read", (chapter.address,)),
        (str(len(chapter.exercises) or ""), "solved", chapter.exercises),
        (str(len(chapter.predictions) or ""), "predicted", chapter.predictions),
    ]
    cells = "".join(
        f'<td data-kept="{kind}" data-names="{html.escape(" ".join(names))}">{text}</td>'
        for text, kind, names in kept
    )
    link = f'<a href="{root}{chapter.address}">{html.escape(chapter.title)}</a>'
    return f"<tr><td>{number} {link}</td>{cells}</tr>"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' if number != 1 else ''}"
