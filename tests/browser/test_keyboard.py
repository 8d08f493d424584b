"""A whole chapter by keyboard alone: each thing is reached, in order, seen, used and left."""

from __future__ import annotations

from typing import TypedDict

import pytest
from playwright.sync_api import Page, expect

from lab.exercises.folder import Exercise
from tests.browser.chromium import ENDED, ROOT, START, UNTIL_TEXT, Snippet, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CHAPTER = "learn/tasks/"
PROGRAM = "tasks/all_then_await.py"
EXERCISE = "tasks/start_before_you_wait"
MOST_STOPS = 800
"""A page with more stops than this has a trap."""

STOP = """() => {
    const at = document.activeElement;
    if (at === document.body) return null;
    const all = window.reached ??= [];
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    const { left, top, width, height } = at.getBoundingClientRect();
    const x = Math.min(Math.max(left + width / 2, 0), innerWidth - 1);
    const edges = [top + 2, top + height / 2, top + height - 2];
    const hits = edges.map(y => document.elementFromPoint(x, y)).filter(Boolean);
    const last = all.at(-1);
    const back = last && last.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_PRECEDING;
    all.push(at);
    return {
        what: at.outerHTML.slice(0, 120),
        outlined: outlined || Boolean(at.closest(".pce-focus, .md-search")),
        covered: !hits.some(hit => at.contains(hit) || hit.contains(at)),
        back: Boolean(back) && at.closest("article") !== null,
        again: all.indexOf(at) < all.length - 1,
    };
}"""
"""JavaScript: what has the focus, if anything, and what is wrong with it."""

MISSED = """() => [...document.querySelectorAll("article, .md-footer")].flatMap(part =>
    [...part.querySelectorAll("a[href], button, select, textarea, input, summary, [tabindex]")]
        .filter(one => one.tabIndex >= 0 && !one.disabled
            && one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
            && one.getClientRects().length && !window.reached.includes(one))
).map(({ outerHTML }) => outerHTML.slice(0, 120))"""
"""JavaScript: what one could use with a pointer, and the Tab key did not come to."""


START_HERE = """place => {
    place.tabIndex = -1;
    place.focus();
}"""
"""JavaScript: go on from a place that is no stop of its own."""


class Stop(TypedDict):
    """What the Tab key came to."""

    what: str
    outlined: bool
    covered: bool
    back: bool
    again: bool


def walk(tab: Page) -> list[Stop]:
    """Press Tab until the focus leaves the page."""
    stops: list[Stop] = []
    for _ in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        stop: Stop | None = tab.evaluate(STOP)
        if stop is None:
            return stops
        stops.append(stop)
        if stop["again"]:
            return stops
    pytest.fail(f"after {MOST_STOPS} stops the focus is still in the page")


def test_tab_leads_through_the_whole_chapter(tab: Page) -> None:
    tab.goto(CHAPTER)
    # One editor is open: the way leads through it, too.
    Snippet(tab, PROGRAM).button("edit").click()
    expect(tab.locator(".lab-editor textarea")).to_be_focused()
    tab.locator("h1").evaluate(START_HERE)
    stops = walk(tab)
    for fault in ("again", "back", "covered"):
        assert [stop["what"] for stop in stops if stop[fault]] == [], fault
    assert [stop["what"] for stop in stops if not stop["outlined"]] == []
    assert tab.evaluate(MISSED) == []
    assert any("<textarea" in stop["what"] for stop in stops)


def wait_for_end(found: Snippet) -> None:
    found.status.evaluate(UNTIL_TEXT, [ENDED.pattern, START])


def test_a_chapter_is_used_without_a_pointer(tab: Page) -> None:
    tab.goto(CHAPTER)
    found = Snippet(tab, PROGRAM)
    figure = f'.lab-snippet[data-snippet="{PROGRAM}"]'
    found.figure.locator(".lab-file a").focus()

    tab_to(tab, f"{figure} .lab-bar select")
    tab.keyboard.press("ArrowDown")
    tab_to(tab, f"{figure} [data-action='edit']")
    tab.keyboard.press("Enter")
    editor = found.figure.locator("textarea")
    expect(editor).to_be_focused()
    tab.keyboard.press("Control+Home")
    tab.keyboard.type("print('by keyboard')\n")
    tab_to(tab, f"{figure} [data-action='run']", "Shift+Tab")
    tab.keyboard.press("Enter")
    wait_for_end(found)
    assert "by keyboard" in found.lines()

    tab_to(tab, f"{figure} .lab-live .lab-timeline > div, {figure} .lab-timeline > div")
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".lab-current")).to_have_count(1)
    tab_to(tab, f"{figure} summary")
    tab.keyboard.press("Enter")

    exercise = Exercise.read(ROOT / "exercises" / EXERCISE)
    to_solve = Snippet(tab, f"exercises/{EXERCISE}.py")
    place = f'.lab-snippet[data-snippet="exercises/{EXERCISE}.py"]'
    to_solve.figure.scroll_into_view_if_needed()
    to_solve.figure.locator("figcaption").evaluate(START_HERE)
    tab_to(tab, f"{place} [data-action='edit']")
    tab.keyboard.press("Enter")
    expect(to_solve.figure.locator("textarea")).to_be_focused()
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text(exercise.solution.source)
    tab_to(tab, f"{place} [data-action='check']", "Shift+Tab")
    tab.keyboard.press("Enter")
    expect(to_solve.status).to_have_text("Solved", timeout=START)
