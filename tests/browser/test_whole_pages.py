"""All of every page to axe-core, in both schemes, at both widths. Weekly: `make test-weekly`."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import OPEN, violations
from tests.browser.chromium import opened
from tests.browser.test_every_page import paths

pytestmark = [pytest.mark.weekly, pytest.mark.timeout(300)]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", paths())
def test_axe_finds_nothing_in_the_whole_page(
    browser: Browser, site: str, path: str, width: int
) -> None:
    with opened(browser, site, viewport={"width": width, "height": 900}) as tab:
        tab.goto(path)
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")  # all pictures are unfolded
        tab.locator("article details").evaluate_all(OPEN)
        assert violations(tab) == []
