"""Programs with threads, in the worker of a page: as with real threads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lab
from lab.loop.stand_in import StandIn
from lab.programs.fresh import as_in_a_new_process
from lab.programs.transcript import render
from tests.browser.runtime import Runtime
from tests.lab.loop.test_stand_in import (
    HOPELESS,
    PRELUDE,
    REFUSED,
    SAME,
    SUSPENDED,
    WAITING,
    outcome,
)

pytestmark = pytest.mark.browser

PROGRAMS = SAME | REFUSED


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_with_threads_prints_the_same_in_the_page(
    name: str, runtime: Runtime, tmp_path: Path
) -> None:
    source = PRELUDE + PROGRAMS[name]
    file = tmp_path / "program.py"
    file.write_text(source)
    result = runtime.run(source)
    with as_in_a_new_process():  # Playwright's loop may run in this one
        expected = outcome(StandIn(lab.VirtualClock()), file)
    assert (result.done["status"], render(result.pieces)) == expected


@pytest.mark.parametrize("name", SUSPENDED)
def test_a_program_prints_the_same_where_the_browser_can_suspend_threads(
    name: str, suspending: Runtime, tmp_path: Path
) -> None:
    source = PRELUDE + SUSPENDED[name]
    file = tmp_path / "program.py"
    file.write_text(source)
    result = suspending.run(source)
    with as_in_a_new_process():
        expected = outcome(lab.VirtualClock(), file)
    assert (result.done["status"], render(result.pieces)) == expected


@pytest.mark.parametrize("name", HOPELESS)
def test_a_thread_that_nothing_can_wake_is_named_once(name: str, suspending: Runtime) -> None:
    result = suspending.run(PRELUDE + REFUSED[name])
    printed = render(result.pieces)
    assert printed.count("deadlock: nothing can wake this program") == 1
    assert "  thread 'asyncio_0' waits for " in printed


@pytest.mark.parametrize("name", WAITING)
def test_a_thread_that_can_not_be_suspended_never_fails_silently(
    name: str, runtime: Runtime
) -> None:
    result = runtime.run(PRELUDE + WAITING[name])
    assert result.done["status"] == 1
    assert result.done["error"]["type"] == "CannotWait"
    assert "wait with asyncio instead" in result.text("stderr")


# Nothing in them happens within a tenth of a second of something else.
IN_REAL_TIME = ["a timeout", "wrap_future", "wait_for", "a result that comes too late"]


@pytest.mark.parametrize("time", ["real", "slow"])
@pytest.mark.parametrize("name", IN_REAL_TIME)
def test_threads_keep_to_the_clocks_that_take_time(name: str, time: str, runtime: Runtime) -> None:
    source = PRELUDE + PROGRAMS[name]
    lines = runtime.run(source, time=time).text().splitlines()
    for line, exact in zip(lines, runtime.run(source).text().splitlines(), strict=True):
        seen, said = line.partition(" "), exact.partition(" ")
        assert seen[2] == said[2]
        assert float(seen[0]) >= float(said[0]) - 0.01


def test_a_thread_that_computes_takes_its_time(runtime: Runtime) -> None:
    source = PRELUDE + (
        "def compute():\n"
        "    end = time.monotonic() + 0.2\n"
        "    while time.monotonic() < end: pass\n"
        "    time.sleep(0.2)\n"
        "async def main():\n"
        "    await asyncio.to_thread(compute)\n"
        "    say('over')\n"
        "asyncio.run(main())\n"
    )
    result = runtime.run(source, time="real")
    assert re.fullmatch(r"0\.4\d over\n", result.text())


def test_a_program_that_never_waits_hears_of_its_threads(runtime: Runtime) -> None:
    source = PRELUDE + (
        "async def main():\n"
        "    job = asyncio.create_task(asyncio.to_thread(time.sleep, 0.1))\n"
        "    while not job.done(): await asyncio.sleep(0)\n"
        "    say('over')\n"
        "asyncio.run(main())\n"
    )
    result = runtime.run(source, time="real")
    assert re.fullmatch(r"0\.1\d over\n", result.text())


def test_a_traceback_shows_nothing_of_the_stand_in(runtime: Runtime) -> None:
    source = (
        "import asyncio, threading\n"
        "async def main():\n"
        "    await asyncio.to_thread(threading.Event().wait)\n"
        "asyncio.run(main())\n"
    )
    result = runtime.run(source)
    assert 'stand_in.py"' not in result.text("stderr")
    assert 'stand_in_pools.py"' not in result.text("stderr")
    assert result.done["error"]["type"] == "CannotWait"
    assert result.done["error"]["line"] == 3


def test_files_are_sent_and_served(runtime: Runtime) -> None:
    source = """
import asyncio, io, pathlib
import aiohttp
from aiohttp import web

pathlib.Path("page.txt").write_text("a page")

async def upload(request):
    return web.Response(text=(await request.read()).decode().upper())

async def main():
    app = web.Application()
    app.router.add_post("/", upload)
    app.router.add_get("/page", lambda request: answer())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 8080).start()
    async with aiohttp.ClientSession("http://localhost:8080") as session:
        async with session.post("/", data=io.BytesIO(b"bytes")) as response:
            print(await response.text())
        with open("page.txt", "rb") as file:
            async with session.post("/", data=file) as response:
                print(await response.text())
        async with session.get("/page") as response:
            print(await response.text())
    await runner.cleanup()

async def answer():
    return web.FileResponse("page.txt")

asyncio.run(main())
"""
    result = runtime.run(source)
    assert (result.text(), result.text("stderr")) == ("BYTES\nA PAGE\na page\n", "")


def test_a_worker_is_used_again_after_threads(runtime: Runtime) -> None:
    source = (
        "import threading\n"
        "thread = threading.Thread(target=print, args=(1,))\n"
        "thread.start()\n"
        "print(thread.name, threading.active_count())\n"
    )
    for _ in range(2):
        result = runtime.run(source)
        assert result.done["reusable"]
        assert result.text() == "1\nThread-1 (print) 1\n"


def test_the_timeline_has_a_lane_for_what_a_thread_does(runtime: Runtime) -> None:
    source = PRELUDE + (
        "async def main():\n"
        "    await asyncio.gather(asyncio.to_thread(work, 'thread', 0.3), ticks(2, 0.1))\n"
        "asyncio.run(main())\n"
    )
    drawn = runtime.run(source).timelines[-1]
    assert "<title>thread: work, 0.3 s</title>" in drawn.replace(">\n<", "><")
    assert "until 0.3 s; returns &#x27;thread&#x27;" in drawn


def test_a_program_that_asks_over_and_over_sees_its_threads_end(suspending: Runtime) -> None:
    source = PRELUDE + (
        "thread = threading.Thread(target=time.sleep, args=(0.1,))\n"
        "thread.start()\n"
        "while thread.is_alive(): pass\n"
        "with ThreadPoolExecutor() as pool:\n"
        "    job = pool.submit(time.sleep, 0.1)\n"
        "    while not job.done(): pass\n"
        "say('over')\n"
    )
    at, said = suspending.run(source, time="real").text().split()  # by the clock on the wall
    assert float(at) >= 0.2
    assert said == "over"


NAMES = """
import asyncio, threading
events = [threading.Event() for _ in range(3)]
async def name():
    await asyncio.sleep(0.3)
    return asyncio.current_task().get_name()
def wait():
    for event in events: event.wait()
threading.Thread(target=wait).start()
for event in events:
    print(asyncio.run(name()))
    event.set()
"""


@pytest.mark.parametrize("time", ["skip", "real"])
def test_tasks_are_numbered_as_in_python_although_threads_are_suspended(
    time: str, suspending: Runtime
) -> None:
    # `asyncio.run` makes two more at its end.
    assert suspending.run(NAMES, time=time).text() == "Task-1\nTask-4\nTask-7\n"
