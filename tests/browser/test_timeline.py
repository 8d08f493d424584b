"""The timeline in a page: it leads to the source, and brings nothing else with it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import HOME, ROOT, Snippet, opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.mark.parametrize("live", [False, True])
def test_timeline_leads_to_the_source(home: Snippet, live: bool) -> None:
    if live:
        home.run()
    drawing = home.figure.locator(".lab-timeline > div:visible").first
    drawing.scroll_into_view_if_needed()
    mark = home.figure.locator(".lab-mark-at")
    drawing.locator("[data-line='9'] rect").first.hover()
    expect(mark).to_be_visible()
    assert line_below(home) == "    await asyncio.sleep(seconds)"
    drawing.focus()
    home.page.keyboard.press("ArrowRight")
    expect(drawing.locator(".lab-current")).to_have_count(1)
    expect(home.figure.locator(".lab-said")).to_contain_text("main")
    home.page.keyboard.press("End")
    expect(home.figure.locator(".lab-said")).not_to_be_empty()
    expect(mark).to_be_visible()


def line_below(snippet: Snippet) -> str:
    """The source line that the mark lies on."""
    line: str = snippet.figure.evaluate(
        """figure => {
            const shown = figure.querySelector('.lab-mark-at');
            shown.scrollIntoView({ block: 'center' });
            const mark = shown.getBoundingClientRect();
            const code = figure.querySelector('.highlight code');
            const left = code.getBoundingClientRect().left;
            const place = parseFloat(getComputedStyle(code).paddingLeft) + 40;
            const at = document.caretRangeFromPoint(
                left + place, (mark.top + mark.bottom) / 2);
            const before = document.createRange();
            before.setStart(code, 0);
            before.setEnd(at.startContainer, at.startOffset);
            return code.textContent.split('\\n')[before.toString().split('\\n').length - 1];
        }"""
    )
    return line


def test_timeline_of_a_hostile_program_brings_nothing_with_it(browser: Browser, site: str) -> None:
    with opened(browser, site, hostile=True) as tab:
        tab.goto("playground/")
        playground = Snippet(tab, HOME)
        expect(playground.figure.locator("textarea")).to_be_visible()
        bring_something(playground)


def bring_something(playground: Snippet) -> None:
    """Run a program that draws a picture with more in it than shapes."""
    playground.write(
        "import lab.timeline.drawing as drawing\n"
        "drawing.figure = lambda *_: '''<figure class='lab-timeline md-overlay'><style>*{}</style>"
        "<script>window.out=1</script><img src=x onerror='window.out=1'><div class=lab-wide>"
        "<svg class=lab-t><a href='javascript:window.out=1'><text>x</text></a>"
        "<rect class=run style='position:fixed' onload='window.out=1' fill='url(//x.example)'/>"
        "<foreignObject><iframe src='/'></iframe></foreignObject></svg></div></figure>'''\n"
        "import asyncio\nasyncio.run(asyncio.sleep(0.01))\n"
    )
    playground.run()
    assert playground.page.evaluate("window.out") is None
    html = playground.figure.locator(".lab-result > div").inner_html()
    assert not re.search("script|<img|onload|onerror|<a |style|iframe|url|md-", html.split("<a")[0])


def test_recorded_timelines_pass_as_they_are(browser: Browser, site: str) -> None:
    (chunk,) = (ROOT / "docs/assets/run").glob("live-*.js")
    with opened(browser, site) as tab:
        tab.goto("")
        number, changed = tab.evaluate(
            """async ([chunk, paths]) => {
                const { sanitize } = await import(`/assets/run/${chunk}`);
                const changed = [];
                let number = 0;
                for (const path of paths) {
                    const page = await (await fetch(path)).text();
                    const parsed = new DOMParser().parseFromString(page, 'text/html');
                    for (const kept of parsed.querySelectorAll('.lab-timeline noscript')) {
                        kept.replaceWith(...kept.childNodes);
                    }
                    for (const place of parsed.querySelectorAll('.lab-timeline [style]')) {
                        place.removeAttribute('style');
                    }
                    for (const drawing of parsed.querySelectorAll('figure.lab-timeline')) {
                        drawing.removeAttribute('data-search-exclude');
                        const holder = document.createElement('div');
                        holder.append(sanitize(drawing.outerHTML));
                        number += 1;
                        if (holder.innerHTML !== drawing.outerHTML) {
                            changed.push([path, holder.innerHTML, drawing.outerHTML]);
                        }
                    }
                }
                return [number, changed];
            }""",
            [chunk.name, ["", "learn/event-loop/", "learn/chaining/", "learn/pictures/"]],
        )
    assert number > 5
    for path, sanitized, recorded in changed:
        assert sanitized.splitlines() == recorded.splitlines(), path


def test_reduced_motion_shows_only_the_whole_timeline(browser: Browser, site: str) -> None:
    with opened(browser, site, reduced_motion="reduce") as tab:
        tab.goto("playground/")
        found = Snippet(tab, HOME)
        expect(found.figure.locator("textarea")).to_be_visible()
        found.write("import asyncio\nasyncio.run(asyncio.sleep(1.5))\n")
        tab.evaluate(
            """() => {
                window.drawn = 0;
                new MutationObserver(() => {
                    const result = document.querySelector('.lab-running .lab-result');
                    if (result && !result.hidden) window.drawn++;
                }).observe(document.body, { subtree: true, childList: true, attributes: true });
            }"""
        )
        found.run()
        expect(found.figure.locator(".lab-result svg:visible")).to_be_visible()
        assert tab.evaluate("window.drawn") == 0


def test_a_run_that_is_too_long_to_record_says_so(playground: Snippet) -> None:
    playground.write(
        "import asyncio\n"
        "async def main():\n"
        "    for _ in range(6_000): await asyncio.sleep(0)\n"
        "asyncio.run(main())\n"
    )
    playground.run()
    words = "Cut: the first 5,000 steps and events are recorded, not what came after."
    drawing = playground.figure.locator(".lab-result svg.lab-t:visible")
    start = "Cut: the first 5,000 steps"  # a narrow drawing breaks the sentence into lines
    expect(drawing.locator("text", has_text=start)).to_be_visible()
    playground.figure.get_by_text("The same as a table").click()
    expect(playground.figure.locator(".lab-result details p", has_text=words)).to_be_visible()


def test_a_picture_is_enlarged_and_one_task_followed(home: Snippet) -> None:
    timeline = home.figure.locator("figure.lab-timeline")
    drawing = timeline.locator("> div:visible")
    drawing.hover()
    before = drawing.locator("svg").bounding_box()
    timeline.get_by_role("button", name="Larger picture").click()
    timeline.get_by_role("button", name="Larger picture").click()
    after = drawing.locator("svg").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == pytest.approx(2 * before["width"], rel=0.02)
    drawing.evaluate("place => place.scrollLeft = 100")
    moved = "place => place.querySelector('.name').getBoundingClientRect().left"
    # It has one as soon as the picture is larger, which says nothing of how far it was moved.
    expect(drawing.locator(".name").first).not_to_have_attribute("transform", "translate(0 0)")
    assert drawing.evaluate(moved) >= drawing.evaluate("p => p.getBoundingClientRect().left") - 1
    timeline.get_by_label("Task to follow").select_option("mail fetch")
    followed = drawing.locator(".lane:not(.lab-faded) > .name")
    expect(followed).to_have_count(1)
    expect(followed).to_contain_text("mail")
    timeline.get_by_label("Task to follow").select_option("All tasks")
    expect(drawing.locator(".lab-faded")).to_have_count(0)
    assert home.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_output_and_the_picture_have_the_same_numbers(home: Snippet) -> None:
    for place in (".lab-output:not(.lab-live)", ".lab-output.lab-live"):
        rows = home.figure.locator(f"{place} .lab-row")
        numbers = [str(n) for n in range(1, rows.count() + 1)]
        assert rows.evaluate_all("rows => rows.map(row => row.dataset.n)") == numbers
        assert len(numbers) == 7
        if "not" in place:
            home.run()
    expect(home.figure.locator(".lab-result svg text", has_text="answered after")).to_have_count(0)
