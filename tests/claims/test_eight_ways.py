"""What `docs/learn/eight-ways.md` claims: of what was measured, and of the programs."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.ways.__main__ import lines
from tests.benchmarks.ways.charts import CHARTS, DATA, FOLDER, PAGE, draw, tables
from tests.claims.claim import claim

PROGRAMS = Path("snippets/eight_ways")
WAYS = [path.stem for path in PROGRAMS.glob("*.py") if path.stem not in {"server", "local_site"}]
ANSWERS = {"ok": "200", "fails": "500", "stalls": "late", "resets": "broken"}
PAGES = ["ok", "stalls", "fails", "resets"] * 3


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    return found


def figures(data: dict[str, Any], size: int, figure: str) -> dict[str, float]:
    return {way: found["sizes"][str(size)][figure] for way, found in data["ways"].items()}


@contextmanager
def site() -> Iterator[str]:
    command = [sys.executable, "server.py", "serve"]
    with subprocess.Popen(command, cwd=PROGRAMS, stdout=subprocess.PIPE) as server:
        assert server.stdout
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}/"
        finally:
            server.kill()


@contextmanager
def deaf() -> Iterator[str]:
    """The address of a server that lets no more clients in, so that connecting stalls.

    Its queue is full. Other systems than Linux refuse the connection then: there it has no address.
    """
    if sys.platform != "linux":
        yield ""
        return
    with ExitStack() as stack:
        full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(full.getsockname())
        yield f"http://127.0.0.1:{full.getsockname()[1]}/"


def started(way: str, urls: list[str]) -> subprocess.Popen[str]:
    code = f"import {way}, sys; print('ready', flush=True); print({way}.check_all(sys.argv[1:]))"
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, *urls],
        cwd=PROGRAMS,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


@claim("All eight ways give the same answers")
@claim("When it gives up before there is a connection, the error is a `ConnectingCancelledError`.")
@pytest.mark.parametrize("way", sorted(WAYS))
def test_each_way_gives_the_same_answers(way: str, data: dict[str, Any]) -> None:
    assert len(WAYS) == 8
    assert data["ways"].keys() == set(WAYS)
    measured = data["ways"][way]["trouble"]["answers"]
    assert measured == {"200": 70, "500": 10, "late": 10, "broken": 10}
    answers = [ANSWERS[page] for page in PAGES]
    with site() as address, deaf() as full:
        urls = [address + page for page in PAGES]
        if full:
            urls, answers = [*urls, full], [*answers, "late"]
        out, errors = started(way, urls).communicate(timeout=120)
    assert out.replace("'", "").strip() == str(answers).replace("'", ""), errors


@claim(
    "They don't agree on a server that sends its headers and then falls silent. For Twisted and"
    " httpx,"
    " such a page is late. requests calls it broken. aiohttp and the streams don't wait for the"
    " body,"
    " so they return the status."
)
def test_a_body_that_never_comes() -> None:
    answers = {
        "with_twisted": "late",
        "with_trio": "late",
        "one_by_one": "broken",
        "with_aiohttp": "200",
        "with_streams": "200",
    }
    ways: dict[str, subprocess.Popen[str]] = {}
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as stack:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        for way in answers:
            ways[way] = started(way, [url])
            client = stack.enter_context(server.accept()[0])
            client.recv(10_000)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")
        found = {way: process.communicate(timeout=120)[0] for way, process in ways.items()}
    assert {way: out.strip(" []'\n") for way, out in found.items()} == answers


def test_what_is_shown_is_what_was_measured(data: dict[str, Any]) -> None:
    """The charts and tables are drawn from the data: `python -m tests.benchmarks.ways --draw`."""
    for name in CHARTS:
        assert draw(data, name) == (FOLDER / f"{name}.svg").read_text("utf-8"), name
    for table in tables(data):
        assert table in PAGE.read_text("utf-8")
    assert {way: found["lines"] for way, found in data["ways"].items()} == {
        way: lines(way) for way in WAYS
    }


@claim("One by one, waits add up. At once, any tool takes about the time of the slowest.")
@claim("For a hundred pages, one by one takes more than 20 times as long as any other way.")
def test_one_by_one_is_many_times_slower(data: dict[str, Any]) -> None:
    seconds = figures(data, 100, "seconds")
    alone = seconds.pop("one_by_one")
    assert alone > 20 * max(seconds.values())
    assert max(seconds.values()) < 10 * 0.1  # a tenth of all waits, one after another


@claim("aiohttp does the job with less than a third of the work that requests needs in threads")
@claim("here uvloop saves next to nothing on top of that")
@claim("Waits that overlap cost the same with every tool. The processor time differs.")
@claim("so their times differ only by the work that they do.")
def test_work_differs_more_than_time(data: dict[str, Any]) -> None:
    work, seconds = figures(data, 1000, "processor"), figures(data, 1000, "seconds")
    assert work["with_aiohttp"] < work["with_threads"] / 3
    assert abs(work["with_aiohttp"] - work["with_uvloop"]) < 0.05
    del work["one_by_one"], seconds["one_by_one"]
    waits = 1000 / 100 * 0.1  # a hundred at once, each for the time that the server takes
    assert all(waits <= seconds[way] <= waits + work[way] for way in work)
    assert max(work.values()) > 4 * min(work.values())


@claim("The program with streams opens one for each page.")
@claim("No more than 100 pages are requested at once.")
@claim("It needs one connection.")
def test_connections(data: dict[str, Any]) -> None:
    counts = figures(data, 1000, "connections")
    assert counts["with_streams"] == 1000
    assert counts["one_by_one"] == 1
    for way in ("with_threads", "with_gevent", "with_twisted", "with_aiohttp", "with_uvloop"):
        assert counts[way] == 100
    assert max(figures(data, 1000, "at_once").values()) == 100


@claim("A hundred threads cost a few MiB.")
@claim("the imports take 20 to 40 MiB.")
def test_memory(data: dict[str, Any]) -> None:
    assert 1 < figures(data, 1000, "memory")["with_threads"] < 12
    assert all(20 <= taken <= 40 for taken in figures(data, 1000, "imported").values())


@claim("One by one, each of the ten stalls costs another second.")
@claim("all but one take about a second: the time that a stalling page is given.")
def test_a_server_in_trouble(data: dict[str, Any]) -> None:
    seconds = {way: found["trouble"]["seconds"] for way, found in data["ways"].items()}
    assert seconds.pop("one_by_one") > 10
    assert all(1 <= taken < 1.5 for taken in seconds.values())


# What a shell says of a program that Ctrl-C ended.
BY_CTRL_C = -signal.SIGINT


@claim("With threads, the program ends only when the requests in progress have")
@claim("Threads can't be stopped in the middle. Ctrl-C waits for them.")
@claim(
    "Twisted's reactor takes Ctrl-C as a request to stop, so the program ends with status 0, as"
    " if all were well."
)
@claim("Trio raises the `KeyboardInterrupt` in a group.")
@claim("The others end with a `KeyboardInterrupt`, as a plain program does.")
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize("way", sorted(WAYS))
def test_ctrl_c_in_the_middle(way: str, data: dict[str, Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        process = started(way, [f"http://127.0.0.1:{silent.getsockname()[1]}/"] * 5)
        with silent.accept()[0]:  # the program is in the middle once it has asked
            process.send_signal(signal.SIGINT)
            pressed = time.perf_counter()
            _, errors = process.communicate(timeout=60)
    if way == "with_twisted":
        assert process.returncode == 0
    elif way == "with_trio":
        assert process.returncode == 1
        assert "ExceptionGroup" in errors
        assert "KeyboardInterrupt" in errors
    else:
        assert process.returncode == BY_CTRL_C
        # If it hits a greenlet, gevent prints the traceback itself, with a colon at the end.
        assert errors.rstrip(": \n").endswith("KeyboardInterrupt")
    if way == "with_threads":
        assert time.perf_counter() - pressed > 0.2
        others = [found["interrupted"]["seconds"] for found in data["ways"].values()]
        assert data["ways"][way]["interrupted"]["seconds"] == max(others)


QUEUE = """
import time, httpx, trio
from local_site import started

async def main(urls, limit):
    async def check(client, url):
        async with limit:
            await client.get(url)
    timeout = httpx.Timeout(60)
    async with httpx.AsyncClient(timeout=timeout) as client, trio.open_nursery() as nursery:
        for url in urls:
            nursery.start_soon(check, client, url)

with started() as site:
    for limit in 100, 1000:
        before = time.process_time()
        trio.run(main, [site + "ok"] * 400, trio.CapacityLimiter(limit))
        print(time.process_time() - before)
"""


@claim("The limiter matters: without it, hundreds of requests queue inside httpx")
@claim("and that costs several times as much work for the processor.")
def test_a_long_queue_inside_httpx_costs_work() -> None:
    done = subprocess.run(
        [sys.executable, "-c", QUEUE], cwd=PROGRAMS, capture_output=True, text=True, check=True
    )
    limited, queued = map(float, done.stdout.split())
    assert queued > 2 * limited


LATE = """
import asyncio
from aiohttp import ClientSession, ClientTimeout
from local_site import started
from with_aiohttp import check_status

async def main(urls, **limits):
    async with ClientSession(timeout=ClientTimeout(**limits)) as session:
        answers = await asyncio.gather(*(check_status(session, url) for url in urls))
        print(answers.count("late") > 0)

with started() as site:
    urls = [site + "ok"] * 300
    asyncio.run(main(urls, total=0.25))
    asyncio.run(main(urls, total=None, sock_connect=5, sock_read=5))
"""


@claim("A `total` of one second would include the wait for a free connection")
@claim("Set limits and timeouts yourself, and check what they include.")
def test_a_total_includes_the_wait_for_a_connection() -> None:
    """Three rounds of 0.1 seconds, of which the last can't be over in 0.25 seconds."""
    done = subprocess.run(
        [sys.executable, "-c", LATE], cwd=PROGRAMS, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False"]


@claim("For a few hundred waits in a plain program, use threads.")
def test_threads_are_as_quick(data: dict[str, Any]) -> None:
    for size in (10, 100, 1000):
        seconds = figures(data, size, "seconds")
        assert seconds["with_threads"] < 2.5 * min(seconds.values())
