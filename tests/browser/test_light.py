"""A page loads little, moves nothing while it loads, and unfolds the rest when it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lab.snippets.snippet import programs
from tests.browser.chromium import HOME, TWO_FRAMES, Snippet, follow, opened, requested

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CHAPTER = "learn/event-loop/"
SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
    for (const { value, sources } of list.getEntries())
        window.shifts.push([value, ...sources.map(({ node }) => node?.className ?? "")]);
}).observe({ type: "layout-shift", buffered: true });
"""
IS_THERE = """heading => {
    const { top } = document.getElementById(heading).getBoundingClientRect();
    const { scrollHeight } = document.documentElement;
    return top > 0 && (top < 100 || scrollHeight - scrollY - innerHeight < 1);
}"""
"""JavaScript: whether the window begins with a heading, or ends where the page ends."""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", "playground/", CHAPTER, "reference/snippets/"])
def test_nothing_moves_while_a_page_loads(
    browser: Browser, site: str, path: str, width: int
) -> None:
    with opened(browser, site, viewport={"width": width, "height": 844}) as tab:
        tab.add_init_script(SHIFTS)
        tab.goto(path, wait_until="networkidle")
        if path == "playground/":
            expect(tab.locator(".lab-snippet textarea")).to_be_visible()
        assert shifts(tab) == []


def shifts(tab: Page) -> list[object]:
    """What has moved since the page was opened."""
    # After two frames, the browser has told of all shifts before.
    tab.evaluate(TWO_FRAMES)
    found: list[object] = tab.evaluate("shifts")
    return found


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("way", ["opened with it", "followed a link"])
@pytest.mark.parametrize("path", ["learn/tasks/", "learn/streams/"])
def test_who_goes_to_a_heading_stays_there(
    browser: Browser, site: str, path: str, way: str, width: int
) -> None:
    with opened(browser, site, viewport={"width": width, "height": 844}) as tab:
        tab.add_init_script(SHIFTS)
        tab.goto(path, wait_until="networkidle")
        headings = tab.locator("article h2").evaluate_all("all => all.map(({ id }) => id)")
        for heading in (headings[len(headings) // 2], headings[-1]):
            if way == "opened with it":
                tab.goto("about:blank")
                tab.goto(f"{path}#{heading}", wait_until="networkidle")
            else:
                # Anew: nobody opens the drawer and follows a second link within 50 milliseconds.
                tab.goto("about:blank")
                tab.goto(path, wait_until="networkidle")
                link = tab.locator(f".md-nav--secondary a[href$='#{heading}']").first
                link.evaluate("link => link.click()")  # on a phone it is in a drawer
            assert shifts(tab) == []
            assert tab.evaluate(IS_THERE, heading)


def test_the_texts_are_loaded_when_the_reader_searches(tab: Page) -> None:
    tab.goto(CHAPTER, wait_until="networkidle")
    loaded: list[str] = []
    tab.context.on("request", lambda request: loaded.append(request.url.rsplit("/", 1)[-1]))
    assert not any(name.startswith("texts-") for name in requested(tab))
    tab.keyboard.press("f")
    tab.get_by_role("textbox", name="Search").press_sequentially("cancellation")
    first = tab.locator(".md-search-result__link").first
    expect(first).to_contain_text("Cancellation")
    assert any(name.startswith("texts-") for name in loaded)
    first.click()
    expect(tab.locator(".md-content mark").first).to_be_visible()


def test_the_table_and_the_drawing_for_narrow_windows_come_when_they_are_shown(
    browser: Browser, site: str
) -> None:
    # Where the picture is below its code, it is as wide as the page.
    with opened(browser, site, viewport={"width": 1100, "height": 900}) as tab:
        tab.goto(CHAPTER)
        figure = tab.locator(".lab-timeline:not(details *)").first
        expect(figure.locator("svg")).to_have_count(0)
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".lab-wide svg")).to_be_visible()
        expect(figure.locator(".lab-narrow svg, table")).to_have_count(0)
        figure.get_by_text("The same as a table").click()
        expect(figure.locator("table.lab-steps")).to_be_visible()
        tab.set_viewport_size({"width": 390, "height": 900})
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".lab-narrow svg")).to_be_visible()
        expect(figure.locator(".lab-wide svg")).to_be_hidden()
        sizes = figure.locator(".lab-narrow").evaluate(
            "place => [place.clientHeight, place.firstElementChild.clientHeight]"
        )
        assert abs(sizes[0] - sizes[1]) <= 1  # its room was kept


def test_what_is_unfolded_is_there_after_instant_navigation_too(
    browser: Browser, site: str
) -> None:
    with opened(browser, site, viewport={"width": 390, "height": 900}) as tab:
        tab.goto("learn/chaining/")
        follow(tab.get_by_role("link", name="Next:"))
        figure = tab.locator(".lab-timeline:not(details *)").first
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".lab-narrow > svg")).to_be_visible()
        figure.get_by_text("The same as a table").click()
        expect(figure.locator("table.lab-steps")).to_be_visible()


def test_the_catalogue_filters_while_one_types(tab: Page) -> None:
    tab.goto("reference/snippets/")
    rows = tab.locator(".lab-catalogue tbody tr:visible")
    number = len(programs(Path("snippets")))
    expect(rows).to_have_count(number)
    tab.get_by_label("Filter").fill("yield from")
    found = rows.filter(has_text="chaining").filter(has_text="yield_from.py")
    expect(found).to_have_count(1)
    assert rows.count() < 5
    expect(tab.locator(".lab-filter output")).to_have_text(f"{rows.count()} of {number} programs")
    tab.get_by_label("Filter").fill("aiohttp chaining")
    expect(rows.filter(has_text="check_status.py")).to_have_count(1)


def test_without_scripts_the_catalogue_is_a_table(browser: Browser, site: str) -> None:
    with opened(browser, site, java_script_enabled=False) as tab:
        tab.goto("reference/snippets/")
        number = len(programs(Path("snippets")))
        expect(tab.locator(".lab-catalogue tbody tr:visible")).to_have_count(number)
        expect(tab.locator(".lab-filter")).to_be_hidden()


def test_run_in_the_catalogue_opens_the_program_in_the_playground(tab: Page) -> None:
    tab.goto("reference/snippets/")
    tab.get_by_title("Run tasks/lost.py").click()
    found = Snippet(tab, HOME)
    source = Path("snippets/tasks/lost.py").read_text("utf-8")
    expect(found.figure.locator("textarea")).to_have_value(source)
    expect(found.figure.locator(".lab-idea")).to_have_text("A program of this site")
    tab.goto("playground/#program=no/such.py")
    expect(found.status).to_contain_text("this site has no program no/such.py")


def test_a_figure_offers_its_file_and_the_line_that_runs_it(browser: Browser, site: str) -> None:
    with opened(browser, site, permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.goto(CHAPTER)
        figure = tab.locator(".lab-snippet:not(.lab-exercise):has(.lab-uv)").first
        name = figure.get_attribute("data-snippet")
        button = figure.get_by_role("button", name="uv run")
        button.click()
        expect(figure.locator(".lab-uv")).to_have_text("copied")
        assert tab.evaluate("navigator.clipboard.readText()") == f"uv run {site}snippets/{name}"
        tab.mouse.move(0, 0)
        expect(figure.locator(".lab-uv")).to_have_text("uv run")
        with tab.expect_download() as download:
            figure.locator(".lab-file a").click()
        copied = Path(download.value.path()).read_bytes()
        assert copied == (Path("snippets") / str(name)).read_bytes()


def test_an_old_address_of_the_api_leads_to_its_package(tab: Page) -> None:
    tab.goto("reference/lab/#lab.loop.clock.VirtualClock")
    tab.wait_for_url("**/reference/lab/loop/#lab.loop.clock.VirtualClock")
    expect(tab.locator("[id='lab.loop.clock.VirtualClock']")).to_be_visible()
