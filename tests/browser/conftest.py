from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.chromium import HOME, Snippet, build, opened, served
from tests.browser.engines import launch
from tests.browser.runtime import Runtime


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


# One site, one server and one Chromium for all the tests of a process.


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    with served(folder) as address:
        build(folder, address)
        yield address


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
