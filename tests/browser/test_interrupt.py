"""Ctrl-C in a page, where the browser can suspend WebAssembly: as it is in a terminal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chromium import ENDED, HOME, START, Snippet
from tests.browser.runtime import Runtime
from tests.lab.loop.shutdowns import RECIPES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CHILDREN = """\
import asyncio

async def child(name):
    try:
        await asyncio.sleep(600)
    finally:
        print(name, "is cleaning up")

async def main():
    async with asyncio.TaskGroup() as group:
        for name in ("Ada", "Bob"):
            group.create_task(child(name))
        print("waiting")

asyncio.run(main())
"""


def start(snippet: Snippet, source: str, first: str) -> None:
    """Run a program until it has printed a line."""
    snippet.write(source)
    snippet.button("run").click()
    expect(snippet.log).to_contain_text(first, timeout=START)


def interrupt(snippet: Snippet) -> None:
    snippet.button("interrupt").click()


def test_ctrl_c_cancels_the_tasks_which_clean_up(playground: Snippet) -> None:
    start(playground, CHILDREN, "waiting")
    interrupt(playground)
    expect(playground.status).to_have_text("Interrupted by Ctrl-C: exit status 130")
    lines = playground.lines()
    assert lines[:3] == ["waiting", "Ada is cleaning up", "Bob is cleaning up"]
    assert lines[-1] == "KeyboardInterrupt"
    expect(playground.button("interrupt")).to_be_hidden()
    timeline = playground.figure.locator(".lab-result svg.lab-t:visible")
    expect(timeline).to_contain_text("Ctrl-C cancels")
    playground.write("print('well')\n")
    playground.run()
    assert playground.lines() == ["well"]


SHUTDOWN = """\
import asyncio, signal

async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("serving")
    await stop.wait()
    print("shut down")

asyncio.run(main())
"""


def test_sigterm_is_sent_to_a_program_that_has_use_for_it(playground: Snippet) -> None:
    start(playground, SHUTDOWN, "serving")
    expect(playground.button("interrupt")).to_be_visible()
    playground.figure.get_by_role("button", name="SIGTERM playground.py").click()
    expect(playground.status).to_have_text(re.compile("^Finished"))
    assert playground.lines() == ["serving", "shut down"]
    expect(playground.button("terminate")).to_be_hidden()
    start(playground, CHILDREN, "waiting")
    expect(playground.button("interrupt")).to_be_visible()
    expect(playground.button("terminate")).to_be_hidden()
    playground.button("stop").click()


def test_ctrl_c_reaches_a_program_that_only_sleeps_for_moments(playground: Snippet) -> None:
    source = (
        "import asyncio\n"
        "async def main():\n"
        "    print('begun')\n"
        "    while True: await asyncio.sleep(0.001)\n"
        "asyncio.run(main())\n"
    )
    start(playground, source, "begun")
    interrupt(playground)
    expect(playground.status).to_have_text("Interrupted by Ctrl-C: exit status 130")


def test_a_program_may_wait_after_ctrl_c_and_a_second_one_ends_that(playground: Snippet) -> None:
    source = (
        "import asyncio\n"
        "async def main():\n"
        "    try:\n"
        "        print('begun')\n"
        "        await asyncio.sleep(600)\n"
        "    except asyncio.CancelledError:\n"
        "        print('more time, please')\n"
        "        await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    start(playground, source, "begun")
    interrupt(playground)
    expect(playground.log).to_contain_text("more time, please")
    interrupt(playground)
    expect(playground.status).to_have_text("Interrupted by Ctrl-C: exit status 130")


def test_a_ctrl_c_that_comes_before_the_program_waits_is_not_lost() -> None:
    source = (
        "import asyncio, aiohttp\n"  # which is loaded first
        "async def main():\n"
        "    print('begun')\n"
        "    await asyncio.sleep(5)\n"
        "asyncio.run(main())\n"
        "print('slept')\n"
    )
    worker = Runtime(suspends=True)
    try:
        result = worker.run(source, time="real", interrupt_at="Loading aiohttp")
        assert result.states == ["Loading aiohttp", "Interrupting"]
        assert result.text() == "begun\n"
        assert result.done["error"]["type"] == "KeyboardInterrupt"
        # It is not kept for the next program.
        assert worker.run(source.replace("5", "0.1"), time="real").text() == "begun\nslept\n"
    finally:
        worker.stop()


def test_a_computation_hears_no_ctrl_c_and_the_page_says_so(playground: Snippet) -> None:
    start(playground, "print('begun')\nwhile True: pass\n", "begun")
    interrupt(playground)
    expect(playground.status).to_have_text(
        "Ctrl-C comes when the program next waits; Stop ends it now"
    )
    playground.button("stop").click()
    expect(playground.status).to_have_text("Stopped")


def test_where_no_time_passes_there_is_no_ctrl_c(playground: Snippet) -> None:
    playground.figure.get_by_label("Time").select_option("skip")
    start(playground, "print('begun')\nwhile True: pass\n", "begun")
    expect(playground.button("stop")).to_be_visible()
    expect(playground.button("interrupt")).to_be_hidden()
    playground.button("stop").click()


def test_without_jspi_all_is_as_before_and_there_is_no_ctrl_c(tab: Page) -> None:
    def without(route: Route) -> None:
        answer = route.fetch()
        gone = "delete WebAssembly.Suspending; delete WebAssembly.promising;\n"
        route.fulfill(response=answer, body=gone + answer.text())

    tab.context.route("**/worker.js", without)
    tab.goto("playground/")
    found = Snippet(tab, HOME)
    expect(found.figure.locator("textarea")).to_be_visible()
    start(found, CHILDREN.replace("600", "2"), "waiting")
    expect(found.button("stop")).to_be_visible()
    expect(found.button("interrupt")).to_be_hidden()
    expect(found.status).to_have_text(ENDED, timeout=START)
    expect(found.status).to_have_text(re.compile("^Finished in"))
    assert found.lines() == ["waiting", "Ada is cleaning up", "Bob is cleaning up"]


def test_sigterm_reaches_the_programs_own_handler(suspending: Runtime) -> None:
    source = (
        "import asyncio, signal\n"
        "async def main():\n"
        "    stop = asyncio.Event()\n"
        "    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())\n"
        "    print('serving')\n"
        "    while not stop.is_set():\n"
        "        await asyncio.sleep(0.05)\n"
        "    print('cleaning up')\n"
        "asyncio.run(main())\n"
    )
    result = suspending.run(source, time="real", interrupt_at="serving", signal="SIGTERM")
    assert result.states == ["Interrupting"]
    assert result.text() == "serving\ncleaning up\n"
    assert result.done["status"] == 0


def test_sigterm_ends_a_program_that_has_no_handler(suspending: Runtime) -> None:
    source = (
        "import asyncio\n"
        "async def main():\n"
        "    try:\n"
        "        print('begun')\n"
        "        await asyncio.sleep(60)\n"
        "    finally:\n"
        "        print('not reached, as natively')\n"
        "asyncio.run(main())\n"
    )
    result = suspending.run(source, time="real", interrupt_at="begun", signal="SIGTERM")
    assert result.text() == "begun\n"
    assert (result.done["status"], result.done["reusable"]) == (143, False)  # 128 + SIGTERM


@pytest.mark.parametrize("time", ["real", "skip"])
def test_each_recipe_for_a_shutdown_runs_in_the_page(suspending: Runtime, time: str) -> None:
    for name, (source, expected) in RECIPES.items():
        result = suspending.run(source, time=time)
        assert result.text() == expected, name
        assert result.done["status"] == 0, name
    result = suspending.run(
        "import signal; print([*map(signal.getsignal, [signal.SIGTERM, signal.SIGHUP])])"
    )
    # It is the worker that ran the last recipe.
    assert result.text() == "[<Handlers.SIG_DFL: 0>, <Handlers.SIG_DFL: 0>]\n"


def test_a_program_waits_for_a_sigterm_and_nothing_else(suspending: Runtime) -> None:
    result = suspending.run(SHUTDOWN, time="real", interrupt_at="serving", signal="SIGTERM")
    assert result.text() == "serving\nshut down\n"
    assert result.done["status"] == 0


def test_where_no_signal_can_come_a_program_that_waits_for_one_is_told(
    suspending: Runtime,
) -> None:
    error = suspending.run(SHUTDOWN, time="skip").done["error"]
    assert error["type"] == "Deadlock"
    assert "nothing outside sends SIGTERM here; let the program send it" in error["message"]
