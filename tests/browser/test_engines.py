"""What readers of all browsers rely on: the same cases in Chromium, Firefox and WebKit."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from lab.programs.transcript import parse
from lab.snippets.expected import transcripts
from tests.browser.chromium import HOME, RUNAWAY
from tests.browser.engines import ENGINES, Tab, opened_tab, wait_for
from tests.browser.test_share import pack
from tests.browser.test_suspended import TWENTY_AT_ONCE
from tests.browser.webdriver import PATIENCE
from tests.snippets.lateness import measured_lateness

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LINES, APART = 10, 0.3
ON_TIME = 0.1
"""How long a line may be on its way from `print` to the page, in seconds: the median of ten, and
by how much a busy machine is late. One that is kept until the next is printed takes `APART`. Such a
machine now and then stops for half a second; the lines of that moment do not count."""

AT_ONCE = 0.5
"""How long a program may go on after Stop was pressed, in seconds, on a machine that isn't late."""

WRITES = 10
"""The same for writing a line into the editor."""


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Tab]:
    with opened_tab(request.param, playwright, tmp_path_factory.mktemp("profile")) as tab:
        yield tab


class Reader:
    """Somebody at the playground."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def write(self, source: str) -> None:
        """Replace the whole program, as if it were pasted."""
        # A jump within a page may replace the editor: see playground.ts.
        wait_for(
            self.tab,
            """source => {
                const area = document.querySelector('.lab-snippet textarea');
                if (!area) return false;
                area.focus();
                area.select();
                return document.execCommand('insertText', false, source);
            }""",
            source,
            seconds=PATIENCE,
        )

    def press(self, action: str) -> None:
        self.tab.click(f'.lab-snippet [data-action="{action}"]')

    def run(self) -> str:
        """Press Run, and wait for the end; gives what is said of it."""
        self.press("run")
        return self.wait_for_status("^(Finished|Raised|Ended|Stopped|Python could not)")

    def wait_for_status(self, pattern: str) -> str:
        said: str = wait_for(
            self.tab,
            """pattern => {
                const said = document.querySelector('.lab-snippet .lab-status').textContent;
                return RegExp(pattern).test(said) && said;
            }""",
            pattern,
            seconds=PATIENCE,
        )
        return said

    @property
    def output(self) -> str:
        text: str = self.tab.evaluate(
            "() => document.querySelector('.lab-snippet [role=log]').textContent"
        )
        return text


@pytest.fixture
def reader(engine: Tab, site: str) -> Reader:
    engine.open(f"{site}playground/")
    wait_for(
        engine,
        "() => document.querySelector('.lab-snippet textarea') !== null",
        seconds=PATIENCE,
    )
    return Reader(engine)


def test_run_prints_what_was_recorded_and_draws_the_timeline(engine: Tab, site: str) -> None:
    engine.open(site)
    wait_for(
        engine,
        "() => document.querySelector('.lab-snippet [data-action=run]') !== null",
        seconds=PATIENCE,
    )
    reader = Reader(engine)
    # By the virtual clock: the program prints how long it took, and machines can be busy.
    engine.evaluate(
        """() => {
            const time = document.querySelector('.lab-snippet .lab-bar select');
            time.value = 'skip';
            time.dispatchEvent(new Event('change'));
        }"""
    )
    assert reader.run().startswith("Finished")
    (transcript,) = transcripts(Path("snippets") / HOME).values()
    recorded = parse(transcript.read_text("utf-8"))
    assert reader.output.splitlines() == [piece.text.removesuffix("\n") for piece in recorded]
    lanes = engine.evaluate(
        "() => [...document.querySelectorAll('.lab-snippet .lab-result svg.lab-t [data-task]')]"
        ".filter(lane => lane.getBoundingClientRect().width > 100).length"
    )
    assert lanes >= 4  # main, and three tasks


def test_output_comes_in_order_and_in_time(reader: Reader) -> None:
    reader.write(
        "import asyncio, time\n\n\nasync def main():\n"
        f"    for number in range({LINES}):\n"
        "        print(number, time.time())\n"
        f"        await asyncio.sleep({APART})\n\n\nasyncio.run(main())\n"
    )
    reader.tab.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const text = document.querySelector('.lab-snippet [role=log]')?.textContent ?? '';
                const lines = text.split('\\n').length - 1;
                while (window.seen.length < lines) window.seen.push(Date.now() / 1000);
            }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    with measured_lateness() as late:
        reader.run()
    lines = [line.split() for line in reader.output.splitlines()]
    assert [number for number, _ in lines] == [str(number) for number in range(LINES)]
    seen = reader.tab.evaluate("() => window.seen")
    delays = [at - float(line[1]) for at, line in zip(seen, lines, strict=True)]
    assert statistics.median(delays) <= ON_TIME + late.seconds / LINES, delays


def test_stop_ends_a_runaway_at_once_and_the_next_run_works(reader: Reader) -> None:
    reader.write(RUNAWAY)
    reader.press("run")
    reader.wait_for_status("^Running…$")
    wait_for(
        reader.tab,
        "() => document.querySelectorAll('.lab-row').length > 9000",
        seconds=PATIENCE,
    )
    with measured_lateness() as late:
        took = reader.tab.evaluate(
            """async () => {
                const status = document.querySelector('.lab-snippet .lab-status');
                const began = performance.now();
                document.querySelector('.lab-snippet [data-action=stop]').click();
                while (status.textContent !== 'Stopped') {
                    await new Promise(resume => setTimeout(resume));
                }
                return (performance.now() - began) / 1000;
            }"""
        )
    assert took < AT_ONCE + late.seconds
    with measured_lateness() as late:
        began = time.monotonic()
        reader.write("print('well')\n")
        took = time.monotonic() - began
    assert took < WRITES + late.seconds, "the many lines of output hold the editor up"
    reader.run()
    assert reader.output == "well\n"


def test_traceback_leads_to_its_line(reader: Reader) -> None:
    reader.write("def fail():\n    raise ValueError('no')\n\n\nprint('before')\nfail()\n")
    assert reader.run() == "Raised ValueError at line 2"
    assert reader.output.startswith("before\nTraceback (most recent call last):\n")
    assert reader.output.endswith("\nValueError: no\n")
    reader.tab.click(".lab-live .lab-line")
    marked = reader.tab.evaluate(
        "() => (area => area.value.slice(area.selectionStart, area.selectionEnd))"
        "(document.activeElement)"
    )
    assert marked == "fail()"


def test_an_import_by_a_computed_name_fetches_the_module(reader: Reader) -> None:
    reader.write("name = 'aio' + 'http'\nprint(__import__(name).__name__)\n")
    assert reader.run().startswith("Finished")
    assert reader.output == "aiohttp\n"


def test_aiohttp_client_and_server_meet_in_the_page(reader: Reader) -> None:
    reader.write((Path(__file__).parent / "programs/web.py").read_text("utf-8"))
    assert reader.run().startswith("Finished")
    assert reader.output.startswith("200 {'name': 'you'}\n404 404: Not Found\n")


def test_twenty_threads_sleep_at_once(reader: Reader) -> None:
    reader.write(TWENTY_AT_ONCE)
    assert reader.run().startswith("Finished")
    assert reader.output == "all have slept\n"


def test_ctrl_enter_runs_and_inserts_nothing(reader: Reader) -> None:
    source = "print('\\x1b[31mred\\x1b[0m', end='')\nprint('\\r', end='')\nprint('b')\n"
    reader.write(source)
    kept = reader.tab.evaluate(
        """() => {
            const area = document.querySelector('.lab-snippet textarea');
            area.setSelectionRange(3, 3);
            const how = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
            return !area.dispatchEvent(new KeyboardEvent('keydown', how)) && area.value;
        }"""
    )
    assert kept == source
    reader.wait_for_status("^Finished")
    assert reader.output == "bed\n"
    colours = reader.tab.evaluate(
        """() => ['.lab-live .lab-colour', '.lab-live code']
            .map(place => getComputedStyle(document.querySelector(place)).color)"""
    )
    assert colours[0] != colours[1]


def test_a_shared_program_and_the_readers_own_are_kept_apart(reader: Reader) -> None:
    def opens(source: str) -> None:
        shows = "source => document.querySelector('.lab-snippet textarea')?.value === source"
        wait_for(reader.tab, shows, source, seconds=PATIENCE)

    reader.write("print('mine')\n")
    link = pack("print('theirs')\n")
    reader.tab.evaluate("link => { location.hash = link; }", link)
    opens("print('theirs')\n")
    reader.write("print('changed')\n")
    reader.tab.evaluate("() => document.querySelector('h1 .headerlink').click()")
    wait_for(reader.tab, "link => location.hash === link", link, seconds=PATIENCE)
    opens("print('changed')\n")
    reader.tab.click(".lab-notice button")
    opens("print('mine')\n")
    reader.tab.evaluate("() => history.back()")
    opens("print('changed')\n")
