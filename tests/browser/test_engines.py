"""What readers of all browsers rely on: the same cases in Chromium, Firefox and WebKit."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from lab.expected import transcripts
from lab.transcript import parse
from tests.browser.chromium import HOME, RUNAWAY, START
from tests.browser.engines import ENGINES, Tab, opened_tab, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LINES, APART = 10, 0.3
ON_TIME = 0.05
"""How late a line may appear, in seconds: the median of ten. A machine with two cores and ten
programs on them now and then stops for half a second; the lines of that moment do not count."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ENGINES],
)
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
        self.tab.evaluate(
            """source => {
                const area = document.querySelector('.lab-snippet textarea');
                area.focus();
                area.select();
                document.execCommand('insertText', false, source);
            }""",
            source,
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
            seconds=START / 1000,
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
    wait_for(engine, "() => document.querySelector('.lab-snippet textarea') !== null", seconds=30)
    return Reader(engine)


def test_run_prints_what_was_recorded_and_draws_the_timeline(engine: Tab, site: str) -> None:
    engine.open(site)
    wait_for(
        engine,
        "() => document.querySelector('.lab-snippet [data-action=run]') !== null",
        seconds=30,
    )
    reader = Reader(engine)
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
        "import asyncio\n\n\nasync def main():\n    loop = asyncio.get_running_loop()\n"
        f"    for number in range({LINES}):\n"
        f"        loop.call_later({APART} * number, print, number)\n"
        f"    await asyncio.sleep({APART * LINES})\n\n\nasyncio.run(main())\n"
    )
    reader.tab.evaluate(
        """() => {
            window.seen = {};
            new MutationObserver(() => {
                const text = document.querySelector('.lab-snippet [role=log]')?.textContent;
                if (text) window.seen[text] ??= performance.now() / 1000;
            }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    reader.run()
    seen = reader.tab.evaluate("() => window.seen")
    shown = "".join(f"{number}\n" for number in range(LINES))
    assert list(seen) == [shown[: 2 * number] for number in range(1, LINES + 1)]
    delays = [at - APART * number for number, at in enumerate(seen.values())]
    late = statistics.median(delays) - min(delays)
    assert late <= ON_TIME, delays


def test_stop_ends_a_runaway_at_once_and_the_next_run_works(reader: Reader) -> None:
    reader.write(RUNAWAY)
    reader.press("run")
    reader.wait_for_status("^Running…$")
    wait_for(reader.tab, "() => document.querySelectorAll('.lab-row').length > 9000", seconds=30)
    took = reader.tab.evaluate(
        """async () => {
            const status = document.querySelector('.lab-snippet .lab-status');
            const began = performance.now();
            document.querySelector('.lab-snippet [data-action=stop]').click();
            while (status.textContent !== 'Stopped') {
                await new Promise(resume => setTimeout(resume));
            }
            return performance.now() - began;
        }"""
    )
    assert took < 500
    reader.write("print('well')\n")
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


def test_aiohttp_client_and_server_meet_in_the_page(reader: Reader) -> None:
    reader.write((Path(__file__).parent / "programs/web.py").read_text("utf-8"))
    assert reader.run().startswith("Finished")
    assert reader.output.startswith("200 {'name': 'you'}\n404 404: Not Found\n")
