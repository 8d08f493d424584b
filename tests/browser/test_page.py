"""What a reader can do with a snippet, in Chromium: by mouse, by keyboard, on a phone."""

from __future__ import annotations

import base64
import json
import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="`make test-browser` has it")

from playwright.sync_api import Browser, Page, expect, sync_playwright

from lab.expected import transcripts
from lab.transcript import parse
from tests.browser.chromium import ROOT, START, Snippet, build, launch, opened, served

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HOME = "home/three_at_once.py"
AXE = ROOT / "lab/browser/node_modules/axe-core/axe.min.js"
RUNAWAY = "while True:\n    print(1)\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    with served(folder) as address:
        build(folder, address)
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = launch(playwright)
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


def requested(tab: Page) -> list[str]:
    names: list[str] = tab.evaluate(
        "performance.getEntriesByType('resource').map(entry => entry.name)"
    )
    return [name.rsplit("/", 1)[-1] for name in names]


def test_page_at_rest_loads_little_and_no_python(tab: Page, site: str) -> None:
    sizes = {}
    tab.on("response", lambda response: sizes.update({response.url: response}))
    tab.goto("")
    tab.wait_for_timeout(500)  # nothing is to come: there is no event to wait for
    ours = [response for url, response in sizes.items() if "/assets/run/" in url]
    assert [response.url.rsplit("/", 1)[-1] for response in ours] == ["page.js"]
    compressor = zlib.compressobj(9, wbits=31)
    packed = compressor.compress(ours[0].body()) + compressor.flush()
    assert len(packed) <= 5 * 1024


def test_python_is_fetched_when_a_reader_comes_near(home: Snippet) -> None:
    home.figure.locator(".highlight").first.hover()
    home.page.wait_for_function(
        "performance.getEntriesByType('resource').some(e => e.name.endsWith('worker.js'))"
    )


def test_output_of_a_run_takes_the_place_of_the_recorded(home: Snippet) -> None:
    recorded = home.figure.locator(".lab-output:not(.lab-live)")
    expect(recorded).to_contain_text("Recorded output")
    expect(home.figure.get_by_text("Recorded timeline")).to_be_visible()
    home.run()
    expect(home.status).to_have_text(re.compile(r"Finished in 0\.\d s"))
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
    playground.write("import time\nfor n in range(3):\n    print(n, end=' ', flush=True)\n    time.sleep(0.4)\n")
    playground.button("run").click()
    seen = []
    for shown in ["0 ", "0 1 ", "0 1 2 "]:
        expect(playground.log).to_have_text(shown.strip(), timeout=START)
        seen.append(playground.page.evaluate("performance.now()"))
    assert 300 < seen[1] - seen[0] < 700
    expect(playground.status).to_have_text(re.compile(r"Finished in 1\.\d s"))


@pytest.mark.parametrize("source", [RUNAWAY, "while True: pass\n", "import time\ntime.sleep(60)\n"])
def test_stop_ends_a_runaway_and_the_next_run_works(playground: Snippet, source: str) -> None:
    tab = playground.page
    playground.write(source)
    playground.button("run").click()
    expect(playground.status).to_have_text("Running…", timeout=START)
    tab.wait_for_timeout(1500)  # let it run away
    took = tab.evaluate(
        """async () => {
            const status = document.querySelector('.lab-status');
            const began = performance.now();
            document.querySelector('[data-action="stop"]').click();
            while (status.textContent !== 'Stopped') await new Promise(requestAnimationFrame);
            return performance.now() - began;
        }"""
    )
    assert took < 500
    assert len(playground.lines()) <= 10_010  # the last lines say that there is more
    playground.write("print('well')\n")
    playground.run()
    assert playground.lines() == ["well"]


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

    def tab_to(action: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            if tab.evaluate("document.activeElement.dataset.action") == action:
                return
        pytest.fail(f"Tab does not reach {action}")

    tab_to("run")
    keys.press("Enter")
    expect(home.button("stop")).to_be_focused()
    expect(home.status).to_have_text(re.compile("^Finished"), timeout=START)
    expect(home.button("run")).to_be_focused()
    tab_to("edit")
    keys.press("Enter")
    expect(home.figure.locator("textarea")).to_be_focused()
    keys.press("Control+a")
    keys.type(RUNAWAY.replace("\n    ", ""))
    keys.press("Control+Enter")
    expect(home.status).to_have_text("Running…", timeout=START)
    home.button("stop").focus()
    keys.press("Enter")
    expect(home.status).to_have_text("Stopped")
    tab_to("reset")
    keys.press("Enter")
    expect(home.button("edit")).to_be_focused()


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
            const mark = figure.querySelector('.lab-mark-at').getBoundingClientRect();
            const code = figure.querySelector('.highlight code');
            const style = getComputedStyle(code);
            const top = code.getBoundingClientRect().top + parseFloat(style.paddingTop);
            return code.textContent.split('\\n')[
                Math.round((mark.top - top) / parseFloat(style.lineHeight))];
        }"""
    )
    return line


def pack(source: str) -> str:
    compressor = zlib.compressobj(9, wbits=-15)
    packed = compressor.compress(source.encode()) + compressor.flush()
    return "#code=" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def test_shared_link_opens_the_program_and_runs_nothing(tab: Page) -> None:
    source = "print('grüße 🐍')\n"
    tab.goto("playground/" + pack(source))
    found = Snippet(tab, HOME)
    expect(found.figure.locator("textarea")).to_have_value(source)
    expect(found.status).to_contain_text("shared link")
    expect(found.log).to_have_count(0)
    assert not any("pyodide" in name for name in requested(tab))
    found.run()
    assert found.lines() == ["grüße 🐍"]


def test_share_makes_a_link(browser: Browser, site: str) -> None:
    with opened(browser, site, permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.goto("")
        home = Snippet(tab, HOME)
        home.button("share").click()
        expect(home.status).to_have_text("Link copied")
        link = tab.evaluate("navigator.clipboard.readText()")
        assert link == site + "playground/" + pack((Path("snippets") / HOME).read_text("utf-8"))
        home.button("edit").click()
        home.button("copy").click()
        expect(home.status).to_have_text("Copied")


def test_malformed_link_is_told_and_harmless(tab: Page) -> None:
    tab.goto("playground/#code=%00<script>")
    found = Snippet(tab, HOME)
    expect(found.status).to_contain_text("This link can't be read")
    tab.evaluate("location.hash = '#code=AAAA'")
    expect(found.status).to_contain_text("missing or was changed")
    bomb = zlib.compressobj(9, wbits=-15)
    packed = bomb.compress(b"0" * 50_000_000) + bomb.flush()
    tab.evaluate("hash => location.hash = hash", "#code=" + base64.urlsafe_b64encode(packed).decode().rstrip("="))
    expect(found.status).to_contain_text("too long")
    assert not any("pyodide" in name for name in requested(tab))


def test_ten_thousand_malformed_links_raise_nothing(home: Snippet) -> None:
    chance = random.Random(7)  # noqa: S311 (not a secret)
    links = [fuzzed(chance) for _ in range(10_000)]
    (chunk,) = (ROOT / "docs/assets/run").glob("live-*.js")
    kinds = home.page.evaluate(
        """async ([chunk, links]) => {
            const { unpack } = await import(`./assets/run/${chunk}`);
            const kinds = { none: 0, problem: 0, code: 0 };
            for (const link of links) {
                const shared = await unpack(link);
                if (shared === null) kinds.none++;
                else if (typeof shared.problem === 'string') kinds.problem++;
                else if (typeof shared.code === 'string') kinds.code++;
                else throw new Error(link);
            }
            return kinds;
        }""",
        [chunk.name, links],
    )
    assert sum(kinds.values()) == len(links)
    assert kinds["problem"] > 5_000


def fuzzed(chance: random.Random) -> str:
    link = list(pack(f"print({chance.random()})\n" * chance.randint(0, 9)))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(6, len(link) + 1)
        change = chance.randrange(4)
        if change == 0:
            link[at:] = []
        elif change == 1:
            link.insert(at, chr(chance.choice([chance.randrange(1, 128), chance.randrange(0x300)])))
        elif change == 2:
            link[at : at + 3] = chance.choices("ABCz019-_", k=2)
        else:
            link[6:at] = []
    return "".join(link)


def test_timeline_of_a_hostile_program_brings_nothing_with_it(playground: Snippet) -> None:
    playground.write(
        "import lab.timeline.drawing as drawing\n"
        "drawing.figure = lambda *_: '''<figure class=\"lab-timeline md-overlay\"><style>*{}</style>"
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
                    for (const style of parsed.querySelectorAll('.lab-timeline style')) {
                        style.remove();
                    }
                    for (const drawing of parsed.querySelectorAll('figure.lab-timeline')) {
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


def test_snippet_that_cannot_run_says_why(tab: Page) -> None:
    tab.goto("learn/chaining/")
    found = Snippet(tab, "chaining/thread_check.py")
    expect(found.figure.locator("p.lab-bar")).to_have_text(
        "Not run in the browser: a browser has no threads."
    )
    expect(found.button("run")).to_have_count(0)


def test_instant_navigation_keeps_the_worker(home: Snippet) -> None:
    tab = home.page
    home.run()
    tab.evaluate("window.stayed = true")
    tab.get_by_role("link", name="Start with coroutines").click()
    tab.wait_for_url("**/learn/coroutines/")
    found = Snippet(tab, "coroutines/pause.py")
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
    home.page.get_by_role("link", name="Start with coroutines").click()
    home.page.wait_for_url("**/learn/coroutines/")
    home.page.wait_for_function("() => true")
    found = Snippet(home.page, "coroutines/pause.py")
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


def violations(tab: Page) -> list[str]:
    if not tab.evaluate("'axe' in window"):
        tab.add_script_tag(path=AXE)
    found = tab.evaluate("axe.run().then(({ violations }) => violations)")
    return [f"{v['id']}: {json.dumps([n['html'][:200] for n in v['nodes']])}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: str, scheme: str) -> None:
    with opened(browser, site, color_scheme=scheme) as tab:
        for path, file in [
            ("", HOME),
            ("learn/event-loop/", "event_loop/what_is_next.py"),
            ("playground/", HOME),
        ]:
            tab.goto(path)
            found = Snippet(tab, file)
            if path == "playground/":
                expect(found.figure.locator("textarea")).to_be_visible()
            assert violations(tab) == [], f"{path} at rest"
            found.run()
            assert violations(tab) == [], f"{path} finished"
            found.write("print('on')\nraise ValueError('no')\n")
            found.run()
            assert violations(tab) == [], f"{path} failed"
            found.write(RUNAWAY)
            found.button("run").click()
            expect(found.status).to_have_text("Running…", timeout=START)
            assert violations(tab) == [], f"{path} running"
            found.button("reset").click()
