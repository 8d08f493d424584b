"""The built site in Chromium: what the tests of pages share."""

from __future__ import annotations

import functools
import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

ROOT = Path(__file__).parent.parent.parent
ENDED = re.compile("^(Finished|Raised|Ended|Stopped|Interrupted)")
HOME = "home/three_at_once.py"
RUNAWAY = "while True:\n    print(1)\n"
START = 120_000
"""How long a machine with other work to do may take to start Python, in milliseconds."""
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Waits until a page has done and drawn what the last change asks of it."""


def build(to: Path, address: str) -> None:
    """Build the site into a folder, for an address."""
    # Not --quiet: that hides warnings from --strict.
    steps = [["mkdocs", "build", "--strict", "--site-dir", str(to)], ["lab.publish", str(to)]]
    for arguments in steps:
        result = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "SITE_URL": address,
                "NO_MKDOCS_2_WARNING": "1",
                "XDG_CACHE_HOME": str(ROOT / ".cache"),  # as in the Makefile
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr


UNTIL_TEXT = """(element, [pattern, patience]) => new Promise((resolve, reject) => {
    const look = () => { if (RegExp(pattern).test(element.textContent)) resolve(); };
    new MutationObserver(look).observe(
        element, { characterData: true, childList: true, subtree: true });
    setTimeout(() => reject(new Error(`still says: ${element.textContent}`)), patience);
    look();
})"""
"""JavaScript: wait until the text of an element matches a pattern."""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    extensions_map = {  # noqa: RUF012 (its base declares it so)
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".wasm": "application/wasm",
    }

    def log_message(self, *_: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        pass  # a page that is left drops what it had asked for


@contextmanager
def served(folder: Path, handler: type[QuietHandler] = QuietHandler) -> Iterator[str]:
    """Serve a folder; gives its address."""
    answer = functools.partial(handler, directory=str(folder))
    with _Server(("127.0.0.1", 0), answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


ONE_WORKER = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 })"
"""JavaScript: say that the machine can't afford a second worker while the first one runs.

On a busy machine most runs last for so long that the page would start one, and make it busier.
"""


@contextmanager
def opened(
    browser: Browser, site: str, *, hostile: bool = False, **options: object
) -> Iterator[Page]:
    """Open a page that must neither raise an error, nor ask another host for anything, nor do what
    its policy forbids.

    Args:
        browser: The browser.
        site: The site's address.
        hostile: Whether the test brings in what the policy is to forbid.
        options: Options of the browser's context.
    """
    page, errors = _open(browser, site, options, hostile=hostile)
    yield page
    page.context.close()
    assert errors == []


def _open(
    browser: Browser, site: str, options: dict[str, object], *, hostile: bool = False
) -> tuple[Page, list[str]]:
    """A page in a context of its own, and what it does that it must not, noted as it happens."""
    options = {"service_workers": "block", **options}  # test_offline.py allows them
    context = browser.new_context(base_url=site, **options)  # type: ignore[arg-type] # passed on
    context.add_init_script(ONE_WORKER)
    page = context.new_page()
    errors: list[str] = []

    def look(url: str) -> None:
        if not url.startswith((site, "data:", "blob:")):
            errors.append(f"asked for {url}")

    def read(text: str) -> None:
        if "Content Security Policy" in text and not hostile:
            errors.append(text)

    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: read(message.text))
    context.on("request", lambda request: look(request.url))
    return page, errors


GO = """path => {
    document.querySelector(".md-content article").dataset.left = "";
    const link = document.createElement("a");
    link.href = path;
    document.body.append(link);
    link.click();
    link.remove();
}"""
"""JavaScript: follow a link by Material's instant navigation, and mark the page that is left."""


class Reader:
    """Reads one page after another in one tab, as readers do: Python stays loaded in between.

    After a page with an error, the next one is opened in a new tab.

    Args:
        browser: The browser.
        site: The site's address.
        options: Options of the browser's context.
    """

    def __init__(self, browser: Browser, site: str, **options: object) -> None:
        self._browser = browser
        self._site = site
        self._options = options
        self._tab: Page | None = None
        self._errors: list[str] = []

    @contextmanager
    def at(self, path: str) -> Iterator[Page]:
        """Go to a page by following a link, where scripts are allowed."""
        tab = self._tab
        if tab and self._options.get("java_script_enabled", True):
            if tab.url == self._site + path:
                self._follow(tab, "")  # a link to the page itself leads nowhere
            self._follow(tab, path)
        else:
            if tab is None:
                tab, self._errors = _open(self._browser, self._site, self._options)
            tab.goto(path)
        self._tab = None  # unless all goes well
        try:
            yield tab
            assert self._errors == []
            self._tab = tab
        finally:
            if self._tab is None:
                tab.context.close()

    def _follow(self, tab: Page, path: str) -> None:
        tab.evaluate(GO, self._site + path)
        tab.locator(".md-content article:not([data-left])").wait_for()
        # Its buttons come a moment after the page.
        expect(tab.locator("article div.lab-bar:empty")).to_have_count(0)

    def leave(self) -> None:
        """Close the tab."""
        if self._tab:
            self._tab.context.close()
            self._tab = None


def follow(link: Locator) -> None:
    """Follow a link, until the page it leads to has taken the place of the one before.

    The address changes first: what is found then may still be of the page before.
    """
    article = link.page.locator(".md-content article").element_handle()
    link.click()
    article.wait_for_element_state("hidden")


class Snippet:
    """A snippet on a page, as its reader meets it."""

    def __init__(self, page: Page, file: str) -> None:
        self.page = page
        self.figure: Locator = page.locator(f'.lab-snippet[data-snippet="{file}"]').first

    def button(self, action: str) -> Locator:
        return self.figure.locator(f'[data-action="{action}"]')

    @property
    def status(self) -> Locator:
        return self.figure.locator(".lab-status")

    @property
    def log(self) -> Locator:
        return self.figure.get_by_role("log")

    def lines(self) -> list[str]:
        """What the live output shows."""
        text: str = self.log.evaluate("log => log.textContent")
        return text.splitlines()

    def run(self) -> None:
        """Press Run, and wait for the end."""
        self.button("run").click()
        # Not `expect`: it looks again after a tenth of a second, later after a whole one.
        self.status.evaluate(UNTIL_TEXT, [ENDED.pattern, START])

    def write(self, source: str) -> None:
        """Replace the whole program."""
        if self.button("edit").is_visible():
            self.button("edit").click()
        self.figure.locator("textarea").fill(source)


def tab_to(tab: Page, place: str, key: str = "Tab") -> None:
    """Press a key until the focus is on what a CSS selector matches."""
    for _ in range(60):
        tab.keyboard.press(key)
        if tab.evaluate("place => document.activeElement.matches(place)", place):
            return
    pytest.fail(f"{key} does not reach {place}")


def requested(tab: Page) -> list[str]:
    """The names of the files that a page has asked for."""
    names: list[str] = tab.evaluate(
        "performance.getEntriesByType('resource').map(entry => entry.name)"
    )
    return [name.rsplit("/", 1)[-1] for name in names]
