"""A page runs this site's scripts and no other: all that it offers works under its policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import HOME, Snippet, follow, opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
"""


def test_running_searching_and_changing_colours_keep_to_the_policy(
    browser: Browser, site: str
) -> None:
    with opened(browser, site) as tab:  # which fails if the browser tells of a violation
        tab.add_init_script(VIOLATIONS)
        tab.goto("playground/")
        program = Snippet(tab, HOME)
        program.run()
        assert "all done in 0.3 s" in program.lines()
        program.write("import aiohttp\nprint(eval('1 + 1'))")
        program.run()
        assert "2" in program.lines()
        colours = tab.locator("body").get_attribute("data-md-color-scheme")
        tab.locator("label[title^='Switch to']:visible").click()
        expect(tab.locator("body")).not_to_have_attribute("data-md-color-scheme", colours or "")
        tab.keyboard.press("f")
        tab.get_by_role("textbox", name="Search").press_sequentially("cancellation")
        tab.locator(".md-search-result__link").first.click()  # without loading the page anew
        expect(tab.locator(".md-content mark").first).to_be_visible()
        follow(tab.get_by_role("link", name="Next:"))
        expect(tab.locator(".lab-bar button").first).to_be_visible()
        assert tab.evaluate("violations") == []


def test_a_script_that_is_not_the_sites_does_not_run(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    tab: Page = context.new_page()
    tab.add_init_script(VIOLATIONS)
    tab.goto("")
    tab.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.intruder = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='intruder = true'>");
        }"""
    )
    tab.wait_for_function("violations.length >= 2")
    assert tab.evaluate("window.intruder") is None
    context.close()
