"""A tab in each of three browser engines, seen from one side.

Chromium, Firefox and WebKitGTK as Debian packages them; or those that Playwright downloads, where
the environment says `BROWSERS=playwright`.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.webdriver import Value, firefox, webkit

ENGINES = ["chromium", "firefox", "webkit"]
PLAYWRIGHTS = os.environ.get("BROWSERS") == "playwright"


class Tab(Protocol):
    """What a test does with a tab of any engine."""

    def open(self, address: str) -> None:
        """Go to a page, and wait until it is loaded."""

    def evaluate(self, function: str, *arguments: object) -> Value:
        """Call a JavaScript function in the page; values go and come as JSON."""

    def click(self, selector: str) -> None:
        """Click in the middle of an element, by mouse."""


class PlaywrightTab:
    """A tab of any engine that Playwright drives."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self, address: str) -> None:
        self._page.goto(address)

    def evaluate(self, function: str, *arguments: object) -> Value:
        return self._page.evaluate(f"all => ({function})(...all)", list(arguments))

    def click(self, selector: str) -> None:
        self._page.locator(selector).first.click()


def wait_for(tab: Tab, function: str, *arguments: object, seconds: float) -> Value:
    """Wait until a JavaScript function gives something true; gives what it gave."""
    until = time.monotonic() + seconds
    while not (given := tab.evaluate(function, *arguments)):
        if time.monotonic() > until:
            pytest.fail(f"waited for {seconds} s, in vain: {function}")
        time.sleep(0.05)
    return given


@contextmanager
def opened_tab(engine: str, playwright: Playwright, folder: Path) -> Iterator[Tab]:
    """Start an engine; gives its tab.

    Args:
        engine: One of `ENGINES`.
        playwright: Drives Chromium, and all of its own.
        folder: Empty, for what a browser keeps.
    """
    if engine == "firefox" and not PLAYWRIGHTS:
        with firefox(installed("firefox-esr", package="firefox-esr"), folder) as tab:
            yield tab
    elif engine == "webkit" and not PLAYWRIGHTS:
        installed("Xvfb", package="xvfb")
        with webkit(installed("WebKitWebDriver", package="webkit2gtk-driver")) as tab:
            yield tab
    else:
        browser = launch(playwright, engine)
        yield PlaywrightTab(browser.new_page())
        browser.close()


def launch(
    playwright: Playwright, engine: str = "chromium", arguments: Sequence[str] = ()
) -> Browser:
    """Start what Playwright drives: the machine's Chromium, or any of its own."""
    if PLAYWRIGHTS:
        own: Browser = getattr(playwright, engine).launch(args=arguments)
        return own
    command = installed("chromium", package="chromium")
    return playwright.chromium.launch(executable_path=command, args=arguments)


def installed(command: str, package: str) -> str:
    """Find a program; without it a test fails in CI, and says why it is skipped elsewhere."""
    if found := shutil.which(command):
        return found
    why = f"there is no {command} here: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(reason=why)
