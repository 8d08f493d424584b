"""A chapter on paper: light, short, with what the reader has opened, and with predicted outputs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
LONGEST = ["learn/cancellation/", "learn/tasks/"]
MOST_PAGES = 15
"""A chapter takes fewer sheets of A4."""


def brightness(tab: Page, style: str) -> int:
    """How bright a colour of the text is, from 0 to 765."""
    colour: str = tab.locator("article").evaluate(
        "(article, style) => getComputedStyle(article.closest('body'))[style]", style
    )
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_paper_is_light_and_has_what_is_open(browser: Browser, site: str, script: bool) -> None:
    with opened(browser, site, color_scheme="dark", java_script_enabled=script) as tab:
        tab.goto("learn/tasks/")
        if script:
            assert brightness(tab, "backgroundColor") < 200  # on the screen it is dark
            solution = tab.locator(".lab-solution > summary").first
            solution.click()
        tab.emulate_media(media="print")
        assert brightness(tab, "backgroundColor") > 600
        assert brightness(tab, "color") < 200
        expect(tab.locator(".lab-predict .lab-output").first).to_be_visible()
        expect(tab.locator(".lab-predict fieldset:visible, .lab-bar:visible")).to_have_count(0)
        expect(tab.locator(".lab-hint:visible, .lab-steps:visible")).to_have_count(0)
        expect(tab.locator(".lab-solution:visible")).to_have_count(1 if script else 0)


@pytest.mark.parametrize("chapter", LONGEST)
def test_a_chapter_takes_few_sheets(tab: Page, chapter: str) -> None:
    tab.goto(chapter)
    pages = re.findall(rb"/Type /Page\b", tab.pdf(format="A4"))
    assert 2 < len(pages) < MOST_PAGES


@pytest.mark.parametrize("path", ["errors/network/", "errors/await/"])
def test_line_numbers_stay_beside_their_lines_on_paper(tab: Page, path: str) -> None:
    tab.goto(path)
    tab.emulate_media(media="print")
    line_heights = tab.locator(".highlighttable").evaluate_all(
        "tables => tables.map(table => [...table.querySelectorAll('.linenodiv pre, pre > code')]"
        ".map(one => getComputedStyle(one).lineHeight))"
    )
    assert line_heights
    assert all(numbers == code for numbers, code in line_heights)
