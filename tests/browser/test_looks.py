"""The site as some readers need it: their own colours, 400 % zoom, keyboard alone, less motion."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import OPEN, thin_out_code, violations
from tests.browser.chromium import HOME, Snippet, opened, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
KINDS = [
    "",
    "learn/coroutines/",
    "reference/snippets/",
    "reference/glossary/",
    "progress/",
    "404.html",
]
"""A page of each kind; test_every_page.py looks at all of them on a desktop."""
PICTURED = "learn/event-loop/"
ZOOMED = {"width": 320, "height": 256}
"""A window of 1280 x 1024, at 400 %."""


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing_on_a_phone(browser: Browser, site: str, path: str) -> None:
    with opened(browser, site, viewport={"width": 390, "height": 844}, is_mobile=True) as tab:
        tab.goto(path)
        tab.locator("article details").evaluate_all(OPEN)
        thin_out_code(tab)
        assert violations(tab) == []


def test_axe_finds_nothing_on_a_phone_after_a_run(browser: Browser, site: str) -> None:
    with opened(browser, site, viewport={"width": 390, "height": 844}, is_mobile=True) as tab:
        tab.goto("")
        Snippet(tab, HOME).run()
        assert violations(tab) == []


@pytest.mark.parametrize("path", [*KINDS, "learn/aiohttp-connections/", "learn/eight-ways/"])
def test_at_400_percent_nothing_is_cut_off(browser: Browser, site: str, path: str) -> None:
    with opened(browser, site, viewport=ZOOMED) as tab:
        tab.goto(path)
        tab.locator("article details").evaluate_all(OPEN)
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert tab.evaluate(CUT_OFF) == []


CUT_OFF = """() => [...document.querySelectorAll("article *")].filter(element => {
    const { right, width } = element.getBoundingClientRect();
    if (!width || right <= innerWidth + 1) return false;
    for (let at = element.parentElement; at; at = at.parentElement)
        if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return false;
    return true;
}).map(({ outerHTML }) => outerHTML.slice(0, 100))"""
"""JavaScript: what is beyond the window's edge, and can't be scrolled to."""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["errors/await/", "learn/testing/"])
def test_a_message_is_read_to_its_end(browser: Browser, site: str, path: str, width: int) -> None:
    with opened(browser, site, viewport={"width": width, "height": 844}) as tab:
        tab.goto(path)
        tab.locator("article details").evaluate_all(OPEN)
        cut = tab.locator(".lab-output pre > code").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
        )
        assert cut == []


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["lab", "lab-dark"])
def test_a_picture_can_be_read_in_forced_colours(
    browser: Browser, site: str, system: str, chosen: str
) -> None:
    with opened(browser, site, forced_colors="active", color_scheme=system) as tab:
        tab.goto(PICTURED)
        scheme = tab.locator(f"input[data-md-color-scheme={chosen}]")
        scheme.evaluate("choice => choice.click()")
        figure = tab.locator(".lab-timeline:not(details *)").first
        figure.scroll_into_view_if_needed()
        drawing = figure.locator("svg.lab-t:visible")
        words = drawing.locator("text").first
        expect(words).to_be_visible()
        ground, colour = (
            brightness(one.evaluate(f"one => getComputedStyle(one).{style}"))
            for one, style in ((drawing, "backgroundColor"), (words, "fill"))
        )
        assert abs(ground - colour) > 400


def brightness(colour: str) -> int:
    """How bright a colour is, from 0 to 765; what lets all through is none."""
    numbers = re.findall(r"[\d.]+", colour)
    assert len(numbers) == 3 or float(numbers[3]) == 1, f"{colour} lets its ground through"
    return sum(map(int, numbers[:3]))


def test_a_figure_is_used_by_keyboard_alone(tab: Page) -> None:
    tab.goto("learn/coroutines/")
    # From its heading on, as a reader comes to it.
    tab.evaluate("location.hash = document.querySelector('.lab-predict').closest('figure').id")
    tab_to(tab, ".lab-predict fieldset button")
    prediction = tab.locator(".lab-predict").first
    tab.keyboard.press("Enter")
    expect(prediction.get_by_role("status")).not_to_be_empty()
    tab_to(tab, ".lab-timeline > div")
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".lab-current")).to_have_count(1)
    tab_to(tab, "[aria-label='Larger picture']")
    tab.keyboard.press("Enter")
    expect(tab.locator(".lab-zoomed")).to_have_count(1)
    tab_to(tab, ".lab-timeline summary")
    tab.keyboard.press("Enter")
    expect(tab.locator(".lab-timeline details[open] table.lab-steps")).to_be_visible()


def test_nothing_moves_for_those_who_ask_for_less_motion(browser: Browser, site: str) -> None:
    with opened(browser, site, reduced_motion="reduce") as tab:
        tab.goto(PICTURED)
        moving = """() => [...document.querySelectorAll("*")].filter(element => {
            const { animationName, scrollBehavior } = getComputedStyle(element);
            return animationName !== "none" || scrollBehavior === "smooth";
        }).map(({ className }) => className)"""
        assert tab.evaluate(moving) == []
