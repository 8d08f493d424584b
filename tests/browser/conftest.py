from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.chromium import HOME, Snippet, build, opened
from tests.browser.engines import launch
from tests.browser.runtime import Runtime
from tests.browser.shared_site import PLACE
from tests.support import make_once

expect.set_options(timeout=30_000)  # Playwright's five seconds are too few for a busy machine


@pytest.fixture
def outside_of_a_loop() -> Iterator[None]:
    """Let programs run in this process: Playwright's loop runs in it once a test has had a tab."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    worker = Runtime()
    yield worker
    worker.stop()


@pytest.fixture(scope="module")
def suspending() -> Iterator[Runtime]:
    worker = Runtime(suspends=True)
    yield worker
    worker.stop()


# One site and one server for all tests, and one Chromium for those of a process.


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> str:
    folder, address = request.config.stash[PLACE]
    make_once(folder, lambda to: build(to, address))
    return address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    # Each test starts Python anew, for a short program: optimizing it costs more than it saves.
    running = launch(playwright, arguments=["--js-flags=--liftoff-only"])
    yield running
    running.close()


@pytest.fixture
def tab(browser: Browser, site: str) -> Iterator[Page]:
    with opened(browser, site) as found:
        yield found


@pytest.fixture
def home(tab: Page) -> Snippet:
    tab.goto("")
    return Snippet(tab, HOME)


@pytest.fixture
def playground(tab: Page) -> Snippet:
    tab.goto("playground/")
    found = Snippet(tab, HOME)
    expect(found.figure.locator("textarea")).to_be_visible()
    return found
