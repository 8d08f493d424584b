"""The stepper: by mouse and by keyboard, on a phone, for screen readers, and for a reader's run."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.chromium import Snippet, opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PAGE = "learn/sharing/"
NAME = "sharing/lock.py"


def stepping(tab: Page) -> Snippet:
    found = Snippet(tab, NAME)
    found.figure.locator(".lab-predict > details > summary").click()
    found.figure.get_by_role("button", name="Step through").click()
    expect(found.figure.get_by_role("slider")).to_be_focused()
    return found


def place_of(cursor: Locator) -> float:
    """From where the line is drawn, from left to right."""
    return float((cursor.get_attribute("d") or "")[1:].split()[0])


def test_it_goes_through_a_recorded_run(tab: Page) -> None:
    tab.goto(PAGE, wait_until="networkidle")
    loaded: list[str] = []
    tab.context.on("request", lambda request: loaded.append(request.url))
    found = stepping(tab)
    assert sum("/assets/steps/" in url for url in loaded) == 1
    figure, slider = found.figure, found.figure.get_by_role("slider")
    said = figure.locator(".lab-step-said")
    cursor = figure.locator(".lab-timeline > div:visible .lab-cursor")
    expect(said).to_contain_text("main starts")
    expect(said).to_have_attribute("aria-live", "polite")
    expect(figure.locator(".lab-output").first).to_be_hidden()  # the stepper has what was printed

    tab.keyboard.press("ArrowRight")
    expect(said).to_contain_text("main creates the task")
    expect(figure.locator(".lab-mark-now .lab-tag-now")).to_contain_text("main")
    expect(figure.locator("[data-pane=ready] li")).to_contain_text("Ada")
    lock = figure.locator("[data-pane=locks] li").first
    expect(lock).to_contain_text("made at line 17")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^Step 1 of \d+, 0 s$"))
    start = place_of(cursor)

    figure.get_by_label("Task whose next turn").select_option(label="Eve")
    slider.focus()
    tab.keyboard.press("t")
    expect(said).to_contain_text("Eve starts because")
    expect(lock).to_contain_text("since line 9")
    assert place_of(cursor) > start
    before = said.text_content()
    figure.get_by_role("button", name="Next", exact=True).click()
    expect(said).not_to_have_text(before or "")
    figure.get_by_role("button", name="Back").click()
    expect(said).to_have_text(before or "")

    tab.keyboard.press("b")  # none of these calls does
    expect(figure.locator("[data-pane=printed] li")).to_have_count(0)
    slider.focus()
    tab.keyboard.press("End")
    expect(said).to_contain_text("no task is left")
    expect(figure.locator("[data-pane=printed] li")).to_have_count(4)

    # A bar in the picture leads to its moment.
    bar = figure.locator(".lab-timeline > div:visible .lane[data-task='3'] rect.run").first
    bar.evaluate("bar => bar.scrollIntoView({ block: 'center' })")
    bar.click(force=True)
    expect(said).to_contain_text("Bob")
    assert slider.evaluate("slider => slider.valueAsNumber < slider.max")
    assert violations(tab, f'[data-snippet="{NAME}"]') == []

    figure.get_by_role("button", name="Back").press("Escape")
    expect(figure.get_by_role("button", name="Step through")).to_be_focused()
    expect(figure.locator(".lab-stepper, .lab-step-panes, .lab-tags, .lab-cursor")).to_have_count(0)
    expect(figure.locator(".lab-output").first).to_be_visible()


def test_who_runs_next_is_chosen_and_then_seen(tab: Page) -> None:
    tab.goto(PAGE)
    figure = Snippet(tab, NAME).figure
    question = figure.get_by_role("group", name="Ada is done. Who runs next?")
    for choice, verdict in [("Eve", "Not this one."), ("Bob", "Right. Go on with Next")]:
        question.get_by_role("button", name=choice).click()
        expect(question.get_by_role("status")).to_contain_text(verdict)
        expect(figure.locator(".lab-step-said")).to_contain_text("Ada is done; ▲ Bob is next")
    figure.get_by_role("button", name="Next", exact=True).click()
    expect(figure.locator(".lab-step-said")).to_contain_text("Bob resumes because")


def test_it_plays_and_a_hand_on_the_slider_stops_it(tab: Page) -> None:
    tab.goto(PAGE)
    figure = stepping(tab).figure
    figure.get_by_label("Speed").select_option("8")
    figure.get_by_role("button", name="Play").click()
    expect(figure.locator(".lab-step-said")).to_contain_text("no task is left")
    expect(figure.get_by_role("button", name="Play")).to_be_visible()
    figure.get_by_role("button", name="Play").click()  # from the beginning
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    figure.get_by_role("slider").fill("2")
    expect(figure.get_by_role("button", name="Play")).to_be_visible()


def test_on_a_phone_the_controls_stay_in_reach(browser: Browser, site: str) -> None:
    size = {"width": 360, "height": 740}
    with opened(browser, site, viewport=size, color_scheme="dark") as tab:
        tab.goto(PAGE)
        figure = stepping(tab).figure
        figure.locator("[data-pane=tasks]").scroll_into_view_if_needed()
        button = figure.get_by_role("button", name="Next", exact=True)
        expect(button).to_be_in_viewport()
        expect(tab.locator(".md-top")).to_have_css("display", "none")  # it would cover the picture
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        button.click()
        expect(figure.locator(".lab-step-said")).to_contain_text("main creates the task")
        expect(figure.locator(".lab-tag-now")).to_have_text("● main")
        expect(figure.locator(".lab-tag-now .lab-tag-name")).to_be_hidden()
        assert violations(tab, f'[data-snippet="{NAME}"]') == []
        # At 400% zoom they don't cover the window, and their words stay whole.
        tab.set_viewport_size({"width": 320, "height": 256})
        expect(figure.locator(".lab-step-bar")).to_have_css("position", "static")
        assert button.evaluate("one => one.scrollWidth <= one.clientWidth")
        height = "one => one.clientHeight"
        close = figure.get_by_role("button", name="Close")
        assert button.evaluate(height) == close.evaluate(height)
        close.click()
        expect(tab.locator(".md-top")).to_have_css("display", "block")


LETTERS_BELOW_TAGS = """figure => [...figure.querySelectorAll('.lab-tags')].flatMap(tags => {
  const { left, top, bottom } = tags.firstChild.getBoundingClientRect();
  const { right } = tags.lastChild.getBoundingClientRect();
  const words = document.createTreeWalker(figure.querySelector('pre > code'), NodeFilter.SHOW_TEXT);
  const hidden = [];
  for (let text; (text = words.nextNode()); ) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const isBelow = box => box.right > left && box.left < right
      && box.top < bottom - 4 && box.bottom > top + 4;
    if (text.data.trim() && [...range.getClientRects()].some(isBelow)) hidden.push(text.data);
  }
  return hidden;
})"""


NAMES_BELOW_CURSOR = """figure => [...figure.querySelectorAll('.lab-cursor')].flatMap(line => {
  const drawing = line.ownerSVGElement;
  if (!drawing.clientWidth) return [];
  const segments = [...line.getAttribute('d').matchAll(/M([\\d.]+) ([\\d.]+)V([\\d.]+)/g)];
  return [...drawing.querySelectorAll('.lane > .name')].filter(name => {
    const { x, y, width, height } = name.getBBox();
    return segments.some(([, at, from, until]) =>
      at > x && at < x + width && +until > y + 1 && +from < y + height - 1);
  }).map(name => name.textContent);
})"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_hides_neither_code_nor_names(browser: Browser, site: str, width: int) -> None:
    with opened(browser, site, viewport={"width": width, "height": 800}) as tab:
        tab.goto("learn/find-the-fault/")
        figure = Snippet(tab, "find_the_fault/keeps_the_lock.py").figure
        figure.get_by_role("button", name="Step through").click()
        slider = figure.get_by_role("slider")
        slider.press("ArrowRight")  # at the very left of a narrow picture are the names
        assert figure.evaluate(NAMES_BELOW_CURSOR) == []
        for _ in range(5):  # to where `main` waits at its longest line, and Ada runs
            slider.press("ArrowRight")
        expect(figure.locator(".lab-tag", has_text="●")).to_have_count(1)
        assert figure.evaluate(LETTERS_BELOW_TAGS) == []
        keys = figure.locator(".lab-step-bar button:visible")
        tops = keys.evaluate_all("all => new Set(all.map(one => one.offsetTop)).size")
        assert width > 390 or tops == 1  # one row, and the others on demand
        if width <= 390:
            figure.get_by_role("button", name="More controls").click()
            figure.get_by_label("Task whose next turn").select_option(label="Eve")
            figure.get_by_role("button", name="Next turn of").click()
            expect(figure.locator(".lab-step-said")).to_contain_text("Eve starts")


def test_a_run_of_the_readers_is_stepped_through(playground: Snippet) -> None:
    playground.write(
        "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(0.01)\n"
        "    print('mine')\n\n\nasyncio.run(main())\n"
    )
    playground.run()
    figure = playground.figure
    expect(figure.locator(".lab-save")).to_have_text(
        "Save this trace for Perfetto, a free viewer for large traces. "
        "At ui.perfetto.dev, choose “Open trace file” and this file."
    )
    figure.get_by_role("button", name="Step through").click()
    expect(figure.locator(".lab-step-said")).to_contain_text("main starts")
    playground.page.keyboard.press("End")
    expect(figure.locator("[data-pane=printed] li")).to_have_text("mine")
    expect(figure.locator(".lab-mark-now")).to_have_count(1)
    expect(figure.locator(".lab-step-at")).to_have_text("line 6 print('mine')")  # where it ends
    figure.locator("textarea").press("End")
    figure.locator("textarea").press_sequentially(" ")  # the lines are no longer those that ran
    figure.get_by_role("button", name="Back").click()
    expect(figure.locator(".lab-mark-now")).to_have_count(0)
    playground.run()
    expect(figure.locator(".lab-stepper")).to_have_count(0)
    expect(figure.get_by_role("button", name="Step through")).to_be_visible()
    figure.get_by_role("button", name="Compare with the run before").click()
    comparison = figure.get_by_role("region", name="The run before and This run")
    expect(comparison.get_by_role("status")).to_contain_text("they print the same lines")
    expect(comparison.locator("svg")).to_have_count(2)
    assert violations(playground.page, ".lab-comparison") == []
    comparison.get_by_role("button", name="Close").click()
    expect(comparison).to_have_count(0)


def test_two_programs_are_compared_on_one_scale(tab: Page) -> None:
    tab.goto("learn/blocking-code/")
    figure = Snippet(tab, "blocking/in_a_thread.py").figure
    figure.get_by_role("button", name="Compare with visitors.py").click()
    comparison = figure.get_by_role("region", name="visitors.py and in_a_thread.py")
    expect(comparison.get_by_role("status")).to_contain_text("takes 0.6 s instead of 0.7 s")
    ends = comparison.locator(".lab-over").evaluate_all(
        "lines => lines.map(line => line.getBoundingClientRect().left)"
    )
    assert ends[1] < ends[0]
    # Below both columns: beside the code it would leave the rest of the figure empty.
    assert comparison.evaluate("one => one.clientWidth > 0.9 * one.parentElement.clientWidth")


def test_without_script_there_is_no_button(browser: Browser, site: str) -> None:
    with opened(browser, site, java_script_enabled=False) as tab:
        tab.goto(PAGE)
        expect(tab.locator(".lab-step").first).to_be_hidden()
        expect(tab.get_by_text("The same as a table").first).to_be_visible()


WIDE = """\
import asyncio, sys

async def main():
    for share in 0, 50, 100:
        sys.stdout.write(f"\\r\\x1b[32mDone\\x1b[0m {share:3d}%")
        await asyncio.sleep(0)
    print()
    long = "so wide a line that no screen shows the whole of it, not even a large one" * 4

asyncio.run(main())
"""


def test_beside_wide_lines_tags_stay_in_sight_and_printed_lines_are_as_a_terminal_shows_them(
    playground: Snippet,
) -> None:
    playground.write(WIDE)
    playground.run()
    figure = playground.figure
    figure.get_by_role("button", name="Step through").click()
    expect(figure.get_by_label("Moment of the run")).to_be_focused()  # its script is loaded first
    playground.page.keyboard.press("End")
    expect(figure.locator(".lab-step-panes")).to_contain_text("Done 100%")
    assert "[32m" not in (figure.locator(".lab-step-panes").text_content() or "")

    playground.page.keyboard.press("Home")
    playground.page.keyboard.press("ArrowRight")
    tag, editor = figure.locator(".lab-tag-now"), figure.locator(".lab-editor")
    expect(tag).to_be_visible()
    seen, box = editor.bounding_box(), tag.bounding_box()
    assert seen
    assert box
    assert box["x"] + box["width"] <= seen["x"] + seen["width"]
