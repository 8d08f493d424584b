"""How soon a page prints after a click on Run, against plain Pyodide: `make bench-browser`.

In Chromium. Each round has a browser and a profile of its own. Ends with exit status 1 if a bar is
missed.
"""

from __future__ import annotations

import functools
import gzip
import re
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import ClassVar, NamedTuple

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.chromium import ENDED, HOME, ROOT, START, QuietHandler, Snippet, build, served
from tests.browser.engines import launch
from tests.browser.test_share import pack

ROUNDS = 5
PROGRAM = "print('hello')\n"
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm", ".xml"}
"""What GitHub Pages sends with gzip."""

PLAIN_WORKER = """
import { loadPyodide } from "./pyodide.mjs";
addEventListener("message", async ({ data }) => {
  const pyodide = await loadPyodide();
  pyodide.setStdout({ batched: (text) => postMessage(text) });
  await pyodide.runPythonAsync(data);
});
"""
PLAIN_PAGE = f"""<!doctype html><title>Plain Pyodide</title>
<button>Run</button><pre role="log"></pre>
<script type="module">
document.querySelector("button").addEventListener("click", () => {{
  const worker = new Worker("worker.mjs", {{ type: "module" }});
  worker.onmessage = ({{ data }}) => document.querySelector("pre").append(data);
  worker.postMessage({PROGRAM!r});
}});
</script>
"""

WATCH = """() => {
    const shown = document.querySelector('[role=log]');
    const earlier = shown?.textContent ? shown : null;
    let clicked;
    addEventListener('click', () => (clicked = performance.now()), { capture: true, once: true });
    window.took = new Promise(resolve => {
        new MutationObserver((_, observer) => {
            const log = document.querySelector('[role=log]');
            if (!log?.textContent || log === earlier) return;
            observer.disconnect();
            resolve(performance.now() - clicked);
        }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
}"""
"""Makes `took`: the time from the next click to the first output after it, in milliseconds."""


@functools.cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 9)


class PagesHandler(QuietHandler):
    """Sends what GitHub Pages would send, and counts it."""

    sent: ClassVar[defaultdict[str, int]] = defaultdict(int)
    """Bytes of content, by address."""

    def do_GET(self) -> None:  # noqa: N802 (its base calls it so)
        """Send a file, compressed if it is of such a kind."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        compress = path.suffix in COMPRESSED
        content = _compressed(path) if compress else path.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if compress:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.sent[self.path] += len(content)
        self.wfile.write(content)


class Bar(NamedTuple):
    """A measure, and how much it may be."""

    name: str
    values: list[float]
    unit: str
    most: float | None = None

    @property
    def is_kept(self) -> bool:
        return self.most is None or statistics.median(self.values) <= self.most

    def __str__(self) -> str:
        middle, low, high = statistics.median(self.values), min(self.values), max(self.values)
        measured = f"{self.name:<46}{middle:>9.5g} {self.unit:<3}{f'{low:.5g} to {high:.5g}':>20}"
        if self.most is None:
            return measured
        return f"{measured}{self.most:>10g} {'kept' if self.is_kept else 'MISSED'}"


def main() -> int:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with served(folder, PagesHandler) as site:
            build(folder, site)
            add_plain(folder / "plain")
            for path in [*folder.glob("assets/run/**/*"), *folder.glob("plain/*")]:
                if path.suffix in COMPRESSED:
                    _compressed(path)  # now, so that no round waits for it
            bars = measure(playwright, site)
    print(f"{f'medians of {ROUNDS}':<46}{'median':>9}    {'range':>20}{'at most':>10}")
    print(*bars, sep="\n")
    return 0 if all(bar.is_kept for bar in bars) else 1


def add_plain(folder: Path) -> None:
    """Put a page beside the site that runs the same program with Pyodide as it comes."""
    shutil.copytree(ROOT / "lab/browser/node_modules/pyodide", folder)
    (folder / "index.html").write_text(PLAIN_PAGE, "utf-8")
    (folder / "worker.mjs").write_text(PLAIN_WORKER, "utf-8")


def measure(playwright: Playwright, site: str) -> list[Bar]:
    """Take all measures, ours and plain Pyodide's by turns."""
    plain: list[float] = []
    cold: list[float] = []
    again: list[float] = []
    hovered: list[float] = []
    needed: list[float] = []
    resting: list[float] = []
    start = functools.partial(cold_browser, playwright)
    for _ in range(ROUNDS):
        with start() as browser:
            plain.append(plain_pyodide(browser, site))
        with start() as browser:
            tab = playground(browser, site)
            resting.append(bytes_of_scripts())
            cold.append(click(tab, by_mouse=False))
            needed.append(bytes_of_python())
            Snippet(tab, HOME).status.filter(has_text=ENDED).wait_for()
            tab.wait_for_timeout(1000)  # a reader looks at the output first
            again.append(click(tab))
        with start() as browser:
            tab = playground(browser, site)
            Snippet(tab, HOME).figure.hover()
            tab.wait_for_timeout(3000)
            hovered.append(click(tab))
    ratios = [ours / theirs for ours, theirs in zip(cold, plain, strict=True)]
    return [
        Bar("plain Pyodide, click to first output", plain, "ms"),
        Bar("cold profile, click to first output", cold, "ms"),
        Bar("  of plain Pyodide's time", ratios, "", 0.5),
        Bar("second run, click to first output", again, "ms", 50),
        Bar("after 3 s of hovering, click to first output", hovered, "ms", 100),
        Bar("sent from the click to the first output", needed, "MB", 5.3),
        Bar("script of a page at rest, over Material's", resting, "KB", 5),
    ]


@contextmanager
def cold_browser(playwright: Playwright) -> Iterator[Browser]:
    """Start a browser that has never seen the site."""
    PagesHandler.sent.clear()
    browser = launch(playwright)
    yield browser
    browser.close()


def playground(browser: Browser, site: str) -> Page:
    """Open the playground with the program."""
    tab = browser.new_page()
    tab.goto(f"{site}playground/{pack(PROGRAM)}")
    Snippet(tab, HOME).figure.locator("textarea").wait_for()
    return tab


def plain_pyodide(browser: Browser, site: str) -> float:
    """Run the program on the page with plain Pyodide."""
    tab = browser.new_page()
    tab.goto(f"{site}plain/")
    return click(tab, "button", by_mouse=False)


def click(tab: Page, button: str = '[data-action="run"]', *, by_mouse: bool = True) -> float:
    """Click; gives the milliseconds to the first output.

    Args:
        tab: Where the button is.
        button: Its selector.
        by_mouse: Otherwise there is no pointer that comes near before the click.
    """
    tab.evaluate(WATCH)
    if by_mouse:
        tab.locator(button).first.click()
    else:
        tab.locator(button).first.evaluate("button => button.click()")
    tab.set_default_timeout(START)
    took: float = tab.evaluate("window.took")
    return took


def bytes_of_scripts() -> float:
    """What a page at rest has loaded of our scripts, in KB; the editor is the playground's own."""
    ours = re.compile(r"/assets/run/(page|search|chunk-\w+)\.js")
    return sum(size for path, size in PagesHandler.sent.items() if ours.match(path)) / 1024


def bytes_of_python() -> float:
    """What was loaded to run the program, in MB.

    Not the rest of the standard library: it is asked for when Python is ready, and this program
    runs before it comes. Nor the editor, which the playground alone has before one presses Edit.
    """
    return (
        sum(
            size
            for path, size in PagesHandler.sent.items()
            if path.startswith("/assets/run/") and not re.search(r"/rest\.zip$|/editor-", path)
        )
        / 1e6
    )


if __name__ == "__main__":
    sys.exit(main())
