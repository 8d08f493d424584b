"""What a chapter weighs, against the same text in stock Material: `make weigh`.

In Chromium, in a window 1280 px wide: the bytes that GitHub Pages would send for the first view,
and the elements that the page then has. Stock Material gets the same Markdown, each fence of ours
written out as plain blocks of code. Ends with exit status 1 if a bar is missed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from playwright.sync_api import Browser, sync_playwright

from lab.pages.embed import Embed, read_exercise
from lab.programs.lines import read_output
from lab.snippets.expected import transcripts
from lab.snippets.session import Session
from tests.benchmarks.pages import PagesHandler
from tests.browser.chromium import ROOT, build, served
from tests.browser.engines import launch

CHAPTERS = ["learn/cancellation/", "learn/chaining/", "learn/tasks/"]
MOST_BYTES, MOST_NODES = 1.1, 1.4
"""What a chapter may weigh, in multiples of stock Material's."""
LARGEST_PAGE = 400
"""The most KB of HTML, not compressed, that any page may have."""
VIEW = {"width": 1280, "height": 800}
FENCE = re.compile(r"```(?P<kind>snippet|exercise)\n(?P<name>.*?)\n```", re.DOTALL)
INDEX = "search_index.json"


class Weight(NamedTuple):
    """What the first view of a page costs.

    Args:
        sent: Bytes by address, compressed.
        nodes: How many elements the page has.
    """

    sent: dict[str, int]
    nodes: int

    @property
    def kilobytes(self) -> float:
        return sum(self.sent.values()) / 1024

    @property
    def without_index(self) -> float:
        """The same without the search index, which grows with the whole site."""
        return sum(size for path, size in self.sent.items() if INDEX not in path) / 1024


def main() -> int:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        build_stock(folder / "stock-source", folder / "stock")
        browser = launch(playwright)
        with served(folder, PagesHandler) as address:
            build(folder / "ours", f"{address}ours/")
            rows = [weigh_both(browser, address, chapter) for chapter in CHAPTERS]
        browser.close()
        kept = [report(*row) for row in rows]
        return 0 if report_largest(folder / "ours") and all(kept) else 1


def weigh_both(browser: Browser, address: str, chapter: str) -> tuple[str, Weight, Weight]:
    """Open a chapter on both sites."""
    ours, stock = (weigh(browser, f"{address}{site}/{chapter}") for site in ("ours", "stock"))
    return chapter, ours, stock


def weigh(browser: Browser, address: str) -> Weight:
    """Open a page in a browser that has never seen the site."""
    PagesHandler.sent.clear()
    context = browser.new_context(viewport=VIEW)  # type: ignore[arg-type] # a dict of its kind
    tab = context.new_page()
    tab.goto(address, wait_until="networkidle")
    nodes = -1
    while nodes != (now := tab.evaluate("document.querySelectorAll('*').length")):
        nodes = now
        tab.wait_for_timeout(1000)  # scripts may still add some
    context.close()
    return Weight(dict(PagesHandler.sent), nodes)


def report(chapter: str, ours: Weight, stock: Weight) -> bool:
    """Print a chapter's row; gives whether it keeps the bars."""
    by_bytes, by_nodes = ours.kilobytes / stock.kilobytes, ours.nodes / stock.nodes
    print(f"{chapter}")
    print(_row("KB sent, gzip", ours.kilobytes, stock.kilobytes, MOST_BYTES))
    print(_row("  without the search index", ours.without_index, stock.without_index, None))
    print(_row("elements", ours.nodes, stock.nodes, MOST_NODES))
    return by_bytes <= MOST_BYTES and by_nodes <= MOST_NODES


def _row(name: str, ours: float, stock: float, most: float | None) -> str:
    measured = f"  {name:<28}{ours:>8.0f} ours{stock:>8.0f} stock{ours / stock:>7.2f}x"
    if most is None:
        return measured
    return f"{measured}  at most {most}x: {'kept' if ours / stock <= most else 'MISSED'}"


def report_largest(site: Path) -> bool:
    """Print the largest page; gives whether it keeps the bar."""
    page = max(site.rglob("*.html"), key=lambda found: found.stat().st_size)
    size = page.stat().st_size / 1000
    kept = size <= LARGEST_PAGE
    print(
        f"largest page: {page.relative_to(site)}, {size:.0f} KB of HTML,"
        f" at most {LARGEST_PAGE}: {'kept' if kept else 'MISSED'}"
    )
    return kept


def build_stock(source: Path, to: Path) -> None:
    """Build the pages that readers learn from with Material as it comes."""
    pages = [
        page
        for page in (ROOT / "docs").rglob("*.md")
        if page.parent.name == "learn" or page.name in {"index.md", "glossary.md", "versions.md"}
    ]
    for page in pages:
        copy = source / "docs" / page.relative_to(ROOT / "docs")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(FENCE.sub(plain, page.read_text("utf-8")), "utf-8")
    (source / "mkdocs.yml").write_text(yaml.safe_dump(stock_settings()), "utf-8")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(to.resolve())],
        cwd=source,
        check=True,
        capture_output=True,
    )


def stock_settings() -> dict[str, Any]:
    """Our own settings, without what is our own in them."""

    class Loader(yaml.SafeLoader):
        """Reads the tags of `mkdocs.yml` as nothing."""

    Loader.add_multi_constructor("", lambda *_: None)
    ours = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)  # noqa: S506 - safe, above
    theme = {"name": "material", "font": False, "features": ours["theme"]["features"]}
    extensions = [
        found
        for found in ours["markdown_extensions"]
        if not str(found).startswith("lab.") and "pymdownx.superfences" not in found
    ]
    return {
        "site_name": ours["site_name"],
        "theme": theme,
        "markdown_extensions": [*extensions, "pymdownx.superfences"],
        "plugins": ["search"],
    }


def plain(fence: re.Match[str]) -> str:
    """Write a fence of ours as blocks of code that any Markdown has."""
    return "\n\n".join(_blocks(fence["kind"], fence["name"]))


def _blocks(kind: str, name: str) -> Iterator[str]:
    if kind == "exercise":
        exercise = read_exercise(name)
        yield exercise.goal
        yield _block("python", exercise.starter.text(exercise.starter.body()))
        yield "\n".join(f"- {hint}" for hint in exercise.hints)
        yield _block("python", exercise.solution.text(exercise.solution.body()))
        return
    embed = Embed.parse(name)
    file = embed.read()
    yield file.idea
    if isinstance(file, Session):
        yield _block("pycon", file.shown())
        return
    yield _block("python", file.text(file.part(embed.part) if embed.part else file.body()))
    if not embed.part:
        yield from (_block("text", read_output(path)) for path in transcripts(file.path).values())


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


if __name__ == "__main__":
    sys.exit(main())
