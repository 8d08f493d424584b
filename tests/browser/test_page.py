"""What a reader can do with a snippet, in Chromium: by mouse, by keyboard, on a phone."""

from __future__ import annotations

import itertools
import os
import re
import time
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from lab.programs.transcript import parse
from lab.snippets.expected import transcripts
from tests.browser.chromium import (
    ENDED,
    HOME,
    RUNAWAY,
    START,
    UNTIL_TEXT,
    Snippet,
    opened,
    requested,
    tab_to,
)
from tests.snippets.lateness import measured_lateness

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_page_at_rest_loads_little_and_no_python(tab: Page, site: str) -> None:
    sizes = {}
    tab.on("response", lambda response: sizes.update({response.url: response}))
    tab.goto("")
    tab.wait_for_timeout(500)  # nothing is to come: there is no event to wait for
    ours = [response for url, response in sizes.items() if "/assets/run/" in url]
    names = {response.url.rsplit("/", 1)[-1].partition("-")[0] for response in ours}
    names.discard("chunk")  # shared with scripts that come later
    assert names == {"page", "search"}  # the style sheets are one file, elsewhere
    compressor = zlib.compressobj(9, wbits=31)
    packed = b"".join(compressor.compress(response.body()) for response in ours)
    assert len(packed + compressor.flush()) <= 5 * 1024


def test_python_is_fetched_when_a_reader_comes_near(home: Snippet) -> None:
    home.figure.locator(".highlight").first.hover()
    home.page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(e => e.name.endsWith('worker.js'))"
    )


def test_output_of_a_run_takes_the_place_of_the_recorded(home: Snippet) -> None:
    recorded = home.figure.locator(".lab-output:not(.lab-live)")
    expect(recorded).to_contain_text("Recorded output")
    expect(home.figure.get_by_text("Recorded timeline")).to_be_visible()
    home.figure.get_by_label("Time in").select_option("skip")
    home.run()
    expect(home.status).to_have_text(re.compile("^Finished in"))
    (transcript,) = transcripts(Path("snippets") / HOME).values()
    assert home.lines() == [
        piece.text.removesuffix("\n") for piece in parse(transcript.read_text("utf-8"))
    ]
    expect(recorded).to_be_hidden()
    expect(home.figure.get_by_text("Recorded timeline")).to_be_hidden()
    expect(home.figure.locator(".lab-result svg.lab-t:visible")).to_be_visible()
    home.button("reset").click()
    expect(recorded).to_be_visible()
    expect(home.log).to_have_count(0)


def test_output_streams(playground: Snippet) -> None:
    playground.write(
        "import time\nfor n in range(3):\n    print(n, end=' ', flush=True)\n    time.sleep(0.4)\n"
    )
    playground.page.evaluate(
        """() => {
            window.seen = {};
            new MutationObserver(() => {
                const text = document.querySelector('[role="log"]')?.textContent;
                window.seen[text] ??= performance.now();
            }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    with measured_lateness() as late:
        playground.run()
    seen = playground.page.evaluate("window.seen")
    # The text was shown while the program slept.
    assert seen["0 1 "] - seen["0 "] > 300 - 1000 * late.seconds


@pytest.mark.parametrize("source", [RUNAWAY, "while True: pass\n", "import time\ntime.sleep(60)\n"])
def test_stop_ends_a_runaway_and_the_next_run_works(playground: Snippet, source: str) -> None:
    tab = playground.page
    playground.write(source)
    playground.button("run").click()
    expect(playground.status).to_have_text("Running…", timeout=START)
    tab.wait_for_timeout(1500)  # let it run away
    with measured_lateness() as late:
        took = tab.evaluate(
            """async () => {
                const status = document.querySelector('.lab-status');
                const began = performance.now();
                document.querySelector('[data-action="stop"]').click();
                while (status.textContent !== 'Stopped') await new Promise(requestAnimationFrame);
                return performance.now() - began;
            }"""
        )
    assert took < 500 + 1000 * late.seconds
    assert len(playground.lines()) <= 10_010  # the last lines say that there is more
    playground.write("print('well')\n")
    playground.run()
    assert playground.lines() == ["well"]


@pytest.mark.parametrize("path", ["playground/", ""])
def test_run_pressed_too_early_runs_the_program_that_comes(tab: Page, path: str) -> None:
    # What opens a figure comes after Run is pressed, however quick the machine is.
    tab.goto("")
    tab.evaluate("localStorage.setItem('lab:edit:playground.py', 'print(1 + 1)')")
    tab.evaluate(f"localStorage.setItem('lab:edit:{HOME}', 'print(1 + 1)')")
    held: list[Route] = []
    tab.context.route("**/live-*.js", lambda route: held.append(route))
    with tab.expect_request("**/live-*.js"):
        tab.goto(path)
    program = Snippet(tab, HOME)
    program.button("run").click()
    for route in held:
        route.continue_()
    program.status.evaluate(UNTIL_TEXT, [ENDED.pattern, START])
    assert program.lines() == ["2"]


def test_a_part_of_python_that_does_not_come_is_told(playground: Snippet) -> None:
    playground.page.context.route("**/rest.zip", lambda route: route.abort())
    playground.write("import statistics\n")
    playground.button("run").click()
    expect(playground.status).to_contain_text("Raised ModuleNotFoundError", timeout=START)
    expect(playground.log).to_contain_text("could not be fetched; are you offline?")
    expect(playground.button("run")).to_be_visible()
    playground.page.context.unroute("**/rest.zip")
    playground.run()
    expect(playground.status).to_have_text(re.compile("^Finished"))


def test_sleeping_does_not_burn_the_processor(browser: Browser, site: str) -> None:
    # By a phone, so that no second worker starts while the first one sleeps.
    with opened(browser, site, has_touch=True, is_mobile=True) as tab:
        tab.goto("playground/")
        found = Snippet(tab, HOME)
        expect(found.figure.locator("textarea")).to_be_visible()
        found.write("import time\nprint('tired')\ntime.sleep(60)\n")
        found.button("run").click()
        expect(found.log).to_have_text("tired\n", timeout=START)
        # On a busy machine, what follows from the start of Python takes its time.
        shares = [share_of_processor(tab)]
        while shares[-1] >= 0.2 and len(shares) < 20:
            shares.append(share_of_processor(tab))
        found.button("stop").click()
    assert shares[-1] < 0.2, shares


def share_of_processor(tab: Page) -> float:
    """How much of a processor the browser has used in the next three seconds."""
    began, used = time.monotonic(), processor_time("chrom")
    tab.wait_for_timeout(3000)
    return (processor_time("chrom") - used) / (time.monotonic() - began)


def processor_time(name: str) -> float:
    """Seconds of the processor that our processes of this name have used so far."""
    parents, used = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended since
            command, _, rest = path.read_text("utf-8").rpartition(")")
            fields = rest.split()
            number = int(path.parent.name)
            parents[number] = int(fields[1])
            if name in command:
                used[number] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def is_ours(number: int) -> bool:
        return number == os.getpid() or (number in parents and is_ours(parents[number]))

    ours = [seconds for number, seconds in used.items() if is_ours(number)]
    assert ours
    return sum(ours)


def test_traceback_leads_to_its_line(playground: Snippet) -> None:
    playground.write("def fail():\n    raise ValueError('no')\n\nprint('before')\nfail()\n")
    playground.run()
    expect(playground.status).to_have_text("Raised ValueError at line 2")
    errors = playground.figure.locator(".lab-live .lab-stderr")
    assert errors.first.get_attribute("title") == "standard error"
    expect(errors.last).to_have_text("ValueError: no\n")
    playground.figure.get_by_role("button", name=re.compile("line 2")).click()
    marked = playground.page.evaluate(
        "(area => area.value.slice(area.selectionStart, area.selectionEnd))(document.activeElement)"
    )
    assert marked == "    raise ValueError('no')"


def test_the_lines_of_all_members_of_a_group_are_marked(playground: Snippet) -> None:
    playground.write(
        "import asyncio\n"
        "async def fail(error):\n"
        "    if error is KeyError:\n"
        "        raise KeyError('a')\n"
        "    raise ExceptionGroup('inner', [error('b')])\n"
        "async def main():\n"
        "    async with asyncio.TaskGroup() as group:\n"
        "        group.create_task(fail(KeyError))\n"
        "        group.create_task(fail(ValueError))\n"
        "asyncio.run(main())\n"
    )
    playground.run()
    expect(playground.status).to_have_text("Raised ExceptionGroup at line 7")
    marks = playground.figure.locator(".lab-mark-error")
    expect(marks).to_have_count(3)  # lines 4, 5 and 7
    tops = marks.evaluate_all("marks => marks.map((mark) => parseFloat(mark.style.top))")
    height = (tops[2] - tops[0]) / 3
    assert [round((top - tops[0]) / height) for top in tops] == [0, 1, 3]


FAILING = """\
import asyncio

async def fail():
    await asyncio.sleep(0)
    raise ValueError("no")

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())

asyncio.run(main())
"""


def test_frames_of_libraries_are_folded_and_the_text_is_whole(browser: Browser, site: str) -> None:
    with opened(browser, site, permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.goto("playground/")
        found = Snippet(tab, HOME)
        expect(found.figure.locator("textarea")).to_be_visible()
        found.write(FAILING)
        found.run()
        lines = found.lines()
        frames = [line for line in lines if "/asyncio/" in line]
        assert len(frames) >= 4
        assert lines[-1] == "    +------------------------------------"
        folds = found.log.locator("details")
        expect(folds.first.locator("summary")).to_have_accessible_name(
            re.compile(r"^\d frames? of asyncio$")
        )
        assert folds.locator(".lab-row").all_text_contents() == [f"{line}\n" for line in frames]
        assert "/asyncio/" not in found.log.inner_text()
        expect(found.log.get_by_text("in fail")).to_be_visible()
        found.log.evaluate("log => getSelection().selectAllChildren(log)")
        tab.keyboard.press("Control+c")
        assert tab.evaluate("navigator.clipboard.readText()").splitlines() == lines
        folds.first.locator("summary").click()
        expect(folds.first.locator(".lab-row").first).to_be_visible()


def test_ctrl_enter_runs_wherever_the_focus_is_and_inserts_nothing(playground: Snippet) -> None:
    keys = playground.page.keyboard
    source = "print('one')\nprint('two')\n"
    playground.write(source)
    area = playground.figure.locator("textarea")
    area.evaluate("area => area.setSelectionRange(4, 4)")
    for key in ("Control+Enter", "Meta+Enter"):
        keys.press(key)
        expect(playground.status).to_have_text(ENDED, timeout=START)
        assert playground.lines() == ["one", "two"]
        expect(area).to_have_value(source)
        expect(area).to_be_focused()
        assert area.evaluate("area => [area.selectionStart, area.selectionEnd]") == [4, 4]
        playground.button("reset").evaluate("() => 0")
    runs = """() => {
        window.runs = 0;
        new MutationObserver(() => window.runs += document.querySelector('.lab-status')
            .textContent.startsWith('Running')).observe(document.querySelector('.lab-status'),
            { childList: true });
    }"""
    playground.page.evaluate(runs)
    for count, place in enumerate(["log", "share", "time", "body"], start=1):
        if place == "log":
            playground.log.focus()
        elif place == "share":
            playground.button("share").focus()
        elif place == "time":
            playground.figure.get_by_label("Time in").focus()
        else:
            playground.page.evaluate("document.activeElement.blur()")
        keys.press("Control+Enter")
        expect(playground.status).to_have_text(ENDED, timeout=START)
        assert playground.page.evaluate("window.runs") >= count, place
        assert playground.lines() == ["one", "two"]


def test_ctrl_enter_elsewhere_runs_nothing(home: Snippet) -> None:
    home.page.keyboard.press("Control+Enter")
    home.button("edit").focus()
    expect(home.log).to_have_count(0)
    home.page.keyboard.press("Control+Enter")
    expect(home.status).to_have_text(ENDED, timeout=START)
    expect(home.figure.locator("textarea")).to_have_count(0)


def test_the_page_says_which_python_runs(playground: Snippet) -> None:
    playground.write("import sys\nprint('Python', sys.version.split()[0])\n")
    playground.run()
    (version,) = playground.lines()
    expect(playground.figure.locator(".lab-live > .lab-label").first).to_have_text(
        f"Output of this run, {version}"
    )


def test_the_playground_is_not_another_file(playground: Snippet) -> None:
    words = playground.figure.locator(".lab-bar").evaluate("bar => bar.outerHTML")
    assert "three_at_once" not in words
    expect(playground.figure.get_by_role("group", name="Run playground.py here")).to_be_visible()
    expect(playground.figure.get_by_role("button", name="Share playground.py")).to_be_visible()


def test_a_double_click_on_run_is_no_stop(playground: Snippet) -> None:
    playground.write("print('to the end')")
    playground.button("run").dblclick()
    expect(playground.status).to_contain_text("Finished")
    assert playground.lines() == ["to the end"]


def test_what_was_recorded_is_shown_with_its_own_program_only(playground: Snippet) -> None:
    recorded = playground.figure.locator(".lab-output:not(.lab-live), .lab-timeline")
    original = playground.figure.locator("textarea").input_value()
    expect(recorded.first).to_be_visible()
    playground.write("print('mine')\n")
    expect(recorded.first).to_be_hidden()
    expect(playground.figure.get_by_text("Recorded")).not_to_be_visible()
    playground.write(original)
    expect(recorded.first).to_be_visible()


def test_time_can_be_skipped(playground: Snippet) -> None:
    playground.write("import asyncio\nasyncio.run(asyncio.sleep(3600))\nprint('done')\n")
    playground.figure.get_by_label("Time").select_option("skip")
    playground.run()
    expect(playground.status).to_have_text(re.compile("^Finished in .*no waiting$"))
    assert playground.lines() == ["done"]


def test_edits_survive_a_reload_until_reset(home: Snippet) -> None:
    tab = home.page
    home.write("print('mine')\n")
    tab.reload()
    expect(home.figure.locator("textarea")).to_have_value("print('mine')\n")
    expect(home.figure.locator(".lab-output .lab-label")).to_have_text("Recorded output")
    home.run()
    assert home.lines() == ["mine"]
    home.button("reset").click()
    expect(home.figure.locator(".highlight")).to_be_visible()
    tab.reload()
    expect(home.button("edit")).to_be_visible()
    expect(home.figure.locator("textarea")).to_have_count(0)


def test_editor_leaves_tab_to_the_keyboard_and_has_a_name(home: Snippet) -> None:
    home.button("edit").click()
    area = home.figure.get_by_role("textbox", name="Source of three_at_once.py")
    expect(area).to_be_focused()
    before = area.input_value()
    home.page.keyboard.press("Tab")
    expect(area).not_to_be_focused()
    assert area.input_value() == before


def test_everything_by_keyboard_alone(home: Snippet) -> None:
    tab, keys = home.page, home.page.keyboard

    tab_to(tab, '[data-action="run"]')
    keys.press("Enter")
    expect(home.button("stop")).to_be_focused()
    expect(home.status).to_have_text(re.compile("^Finished"), timeout=START)
    expect(home.button("run")).to_be_focused()
    tab_to(tab, '[data-action="edit"]')
    keys.press("Enter")
    expect(home.figure.locator("textarea")).to_be_focused()
    keys.press("Control+a")
    keys.type(RUNAWAY.replace("\n    ", ""))
    keys.press("Control+Enter")
    expect(home.status).to_have_text("Running…", timeout=START)
    tab_to(tab, '[data-action="stop"]', "Shift+Tab")
    keys.press("Enter")
    expect(home.status).to_have_text("Stopped")
    expect(home.button("run")).to_be_focused()
    tab_to(tab, '[data-action="reset"]')
    keys.press("Enter")
    expect(home.button("edit")).to_be_focused()
    tab_to(tab, '[data-action="share"]')
    keys.press("Enter")
    expect(home.status).to_contain_text(re.compile("Link copied|this link"))
    tab_to(tab, ".lab-timeline > div")
    keys.press("ArrowRight")
    expect(home.figure.locator(".lab-current")).to_have_count(1)
    expect(home.figure.locator(".lab-said")).to_contain_text("main")


def test_snippet_that_cannot_run_says_why(tab: Page) -> None:
    tab.goto("learn/chaining/")
    found = Snippet(tab, "chaining/thread_check.py")
    expect(found.figure.locator("p.lab-bar")).to_have_text(
        "Not run in the browser: requests needs a real network, and a page has none."
    )
    expect(found.button("run")).to_have_count(0)


def test_instant_navigation_keeps_the_worker(home: Snippet) -> None:
    tab = home.page
    home.run()
    tab.evaluate("window.stayed = true")
    tab.get_by_role("link", name="Start at the beginning").click()
    tab.wait_for_url("**/learn/why-async/")
    found = Snippet(tab, "why_async/with_async.py")
    found.run()
    expect(found.status).to_have_text(re.compile("^Finished"))
    assert tab.evaluate("window.stayed")
    assert requested(tab).count("worker.js") == 1
    tab.go_back()
    expect(Snippet(tab, HOME).button("run")).to_be_visible()


def test_leaving_a_page_ends_its_program(home: Snippet) -> None:
    home.write(RUNAWAY)
    home.button("run").click()
    expect(home.status).to_have_text("Running…", timeout=START)
    home.page.get_by_role("link", name="Start at the beginning").click()
    home.page.wait_for_url("**/learn/why-async/")
    home.page.wait_for_function("() => true")
    found = Snippet(home.page, "why_async/with_async.py")
    found.run()
    expect(found.status).to_have_text(re.compile("^Finished"))


def test_phone_has_no_sideways_scrolling(browser: Browser, site: str) -> None:
    with opened(browser, site, viewport={"width": 390, "height": 844}, has_touch=True) as tab:
        tab.goto("")
        home = Snippet(tab, HOME)
        home.run()
        home.button("edit").click()
        expect(home.figure.locator("textarea")).to_be_visible()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        sizes = tab.evaluate(
            "[...document.querySelectorAll('.lab-bar button')].filter(b => b.offsetWidth)"
            ".map(b => [b.offsetWidth, b.offsetHeight])"
        )
        assert all(width >= 24 and height >= 24 for width, height in sizes)


def test_the_first_jump_to_a_heading_ends_no_program(playground: Snippet) -> None:
    page = playground.page
    playground.write("import asyncio\nprint('begun')\nasyncio.run(asyncio.sleep(600))\n")
    playground.button("run").click()
    expect(playground.log).to_contain_text("begun", timeout=START)
    figure = playground.figure.element_handle()
    page.locator("h1 .headerlink").evaluate("link => link.click()")
    page.wait_for_function("location.hash")
    page.wait_for_load_state("networkidle")
    assert figure.evaluate("figure => figure.isConnected"), "after the jump"
    page.go_back()
    page.wait_for_function("!location.hash")
    page.wait_for_load_state("networkidle")  # what would be fetched again
    assert figure.evaluate("figure => figure.isConnected")
    expect(playground.log).to_contain_text("begun")
    expect(playground.button("stop")).to_be_visible()
    playground.button("stop").click()


@pytest.mark.parametrize("path", ["learn/sharing/", "learn/queues/", "playground/", ""])
def test_code_and_its_run_are_side_by_side_where_there_is_room(tab: Page, path: str) -> None:
    for width, beside in ((1280, True), (1920, True), (768, False)):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(path)
        figure = tab.locator(".lab-beside").first
        if path == "playground/":
            expect(figure.locator("textarea")).to_be_visible()
        code = (
            figure.locator(".highlight, .lab-editor").locator("visible=true").first.bounding_box()
        )
        side = figure.locator(".lab-side").bounding_box()
        bar = figure.locator(".lab-bar").bounding_box()
        assert code is not None
        assert side is not None
        assert bar is not None
        assert (side["x"] >= code["x"] + code["width"] - 2) is beside, width
        assert bar["y"] < code["y"]
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_empty_lines_are_low_and_are_copied_as_two(tab: Page) -> None:
    tab.goto("learn/sharing/")
    code = tab.locator(".lab-snippet pre > code").first
    gap = code.locator(".lab-gap").first
    line = code.evaluate("code => parseFloat(getComputedStyle(code).lineHeight)")
    assert gap.evaluate("gap => gap.offsetHeight") < line
    selected = code.evaluate(
        "code => { getSelection().selectAllChildren(code); return getSelection().toString(); }"
    )
    assert "}\n\n\nasync def" in selected
    assert "\n\n\n\n" not in selected


def test_what_is_pressed_is_large_enough_and_apart(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 900})
    tab.goto("learn/timeouts/")
    figure = tab.locator(".lab-exercise").first
    boxes = figure.locator(".lab-bar :is(button, select):visible").evaluate_all(
        "all => all.map(one => { const b = one.getBoundingClientRect();"
        " return [b.left, b.right, b.top, b.bottom]; })"
    )
    assert len(boxes) == 6
    assert len({round(top) for _, _, top, _ in boxes}) == 1  # in one row
    assert all(b[0] - a[1] >= 4 for a, b in itertools.pairwise(boxes))
    assert all(bottom - top >= 24 for _, _, top, bottom in boxes)
    heights = tab.locator("article summary:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24
