"""What `docs/learn/seeing-inside.md` claims."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, TCPConnector, web
from aiohttp.test_utils import RawTestServer

from tests.claims.claim import claim, duration, each_factory, run

BIG = 1_000_000


def chain(task: asyncio.Task[Any]) -> list[str]:
    """The coroutines that a task awaits, as the page finds them."""
    found = []
    waits: Any = task.get_coro()
    while hasattr(waits, "cr_await"):
        found.append(waits.__name__)
        waits = waits.cr_await
        if type(waits).__name__ == "coroutine_wrapper":
            [waits] = gc.get_referents(waits)
    return found


@claim(
    "A program that hangs waits for something: ask each task what, from `cr_await` to `cr_await`."
)
@claim("`print_stack` shows only the outermost coroutine of a waiting task.")
@claim("The stack of a waiting task has only one entry: its outermost coroutine.")
@each_factory
def test_the_stack_has_one_line_and_the_chain_has_all(*, eager: bool) -> None:
    async def inner() -> None:
        await asyncio.get_running_loop().create_future()

    async def middle() -> None:
        await inner()

    async def outer() -> None:
        await middle()

    async def main() -> tuple[int, str, list[str]]:
        task = asyncio.create_task(outer())
        await asyncio.sleep(0)
        printed = io.StringIO()
        task.print_stack(file=printed)
        result = len(task.get_stack()), printed.getvalue(), chain(task)
        task.cancel()
        return result

    lines, printed, found = run(main(), eager=eager)
    assert lines == 1
    assert "in outer" in printed
    assert "in inner" not in printed
    assert found == ["outer", "middle", "inner"]


async def page(_: web.BaseRequest) -> web.Response:
    """A page too long to fit in what is read ahead."""
    return web.Response(body=bytes(BIG))


Use = Callable[[ClientSession, str], Awaitable[object]]


async def third_request(
    use: Use, limit: float = 5, handler: Callable[..., Any] = page
) -> tuple[str, list[str]]:
    """Make two requests over two connections, then a third: how that ends, and where it waits."""
    pool = TCPConnector(limit=2)
    async with RawTestServer(handler) as server, ClientSession(connector=pool) as session:
        url = str(server.make_url("/"))
        kept = [await use(session, url), await use(session, url)]
        third = asyncio.ensure_future(use(session, url))
        assert isinstance(third, asyncio.Task)
        await asyncio.wait([third], timeout=limit)
        where = chain(third)
        hangs = third.cancel()
        await asyncio.wait([third])
        for one in kept:
            if isinstance(one, ClientResponse):
                one.close()
        return "hangs" if hangs else repr(third.exception()), where


async def left_open(session: ClientSession, url: str) -> object:
    """Neither read nor closed."""
    return await session.get(url)


async def read(session: ClientSession, url: str) -> object:
    """Read to its end."""
    return await (await session.get(url)).read()


async def closed(session: ClientSession, url: str) -> object:
    """Closed by its block."""
    async with session.get(url) as resp:
        return resp.status


@claim(
    "A large response that is neither read to its end nor closed keeps its connection. When the pool has"
    " none left, the next request waits."
)
@claim(
    "A connection is free again when the body was read to its end, or when the response is closed"
)
def test_a_response_keeps_its_connection() -> None:
    result, where = run(third_request(left_open))
    assert result == "hangs"
    assert where[-1] == "_wait_for_available_connection"
    assert run(third_request(read))[0] == "None"
    assert run(third_request(closed))[0] == "None"


@claim("Small answers hide this: they arrive whole, and the connection is free without either.")
def test_a_small_response_keeps_no_connection() -> None:
    async def small(_: web.BaseRequest) -> web.Response:
        return web.Response(text="small")

    assert run(third_request(left_open, handler=small))[0] == "None"


DROPS = """
import asyncio, gc, sys
from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer
sys.stderr = sys.stdout

async def page(request):
    return web.Response(body=bytes(1_000_000))

async def main():
    async with RawTestServer(page) as server:
        async with ClientSession() as session:
            await session.get(server.make_url("/"))
            gc.collect()
        print("closed", flush=True)

asyncio.run(main())
"""


@claim(
    "The connection still refers to it, so garbage collection doesn't free either of them. Run the program"
    " with `python -X dev`, and aiohttp warns of an `Unclosed response` once the session is closed."
)
def test_a_dropped_response() -> None:
    async def drop(session: ClientSession, url: str) -> None:
        await session.get(url)
        gc.collect()

    assert run(third_request(drop))[0] == "hangs"
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", DROPS], capture_output=True, text=True, check=True
    )
    printed, _, warned = done.stdout.partition("closed\n")
    assert "Unclosed response" not in printed
    assert "Unclosed response" in warned


@claim(
    "Without our timeout, it would end after five minutes, which is aiohttp's default, with a"
    " `TimeoutError` that doesn't say why."
)
def test_the_default_limit() -> None:
    assert run(third_request(left_open, limit=299))[0] == "hangs"
    assert "TimeoutError()" in run(third_request(left_open, limit=301))[0]


@claim("Python 3.14 prints who waits for whom, from inside and from outside.")
def test_call_graphs_came_with_3_14() -> None:
    """What the page shows is run by Pyodide's 3.14; from outside it was not run."""
    assert hasattr(asyncio, "print_call_graph") is (sys.version_info >= (3, 14))


BLOCKED = """
import asyncio, time

async def suspended():
    await asyncio.sleep(600)

def blocks():
    print("ready", flush=True)
    time.sleep(600)

async def main():
    task = asyncio.create_task(suspended())
    await asyncio.sleep(0)
    blocks()

asyncio.run(main())
"""


@claim("py-spy sees threads, not tasks: it names the call that blocks, and says when none does.")
def test_py_spy_names_the_call_that_blocks() -> None:
    spy = Path(sys.executable).with_name("py-spy")
    with subprocess.Popen([sys.executable, "-c", BLOCKED], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        found = subprocess.run([spy, "dump", "--pid", str(process.pid)], capture_output=True)
        process.kill()
    if found.returncode:
        pytest.skip(reason="py-spy may not attach to a process here")
    assert b"blocks (" in found.stdout
    assert b"suspended (" not in found.stdout  # the command line has its name, too


@claim("A task that measures how late it wakes up shows that something blocks the loop.")
@each_factory
def test_a_late_task_shows_a_block(*, eager: bool) -> None:
    async def lateness(blocked: float) -> float:
        loop = asyncio.get_running_loop()
        worst = 0.0

        async def watch() -> None:
            nonlocal worst
            for _ in range(10):
                due = loop.time() + 0.1
                await asyncio.sleep(0.1)
                worst = max(worst, loop.time() - due)

        async def work() -> None:
            await asyncio.sleep(0.25)
            time.sleep(blocked)

        await asyncio.gather(watch(), work())
        return round(worst, 6)

    assert run(lateness(0), eager=eager) == 0
    assert run(lateness(0.35), eager=eager) == 0.3
    assert run(lateness(2), eager=eager) == 1.95


number = ContextVar("number", default="-")


class AddNumber(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.number = number.get()
        return True


@claim("A context variable and a logging filter put the request's id on each line.")
@claim(
    "A task that is created inside `handle` starts with a copy of its context, so its lines have the"
    " number too."
)
@claim("A global variable would show the number of whichever request came last.")
@each_factory
def test_each_line_has_its_number(*, eager: bool) -> None:
    seen: list[tuple[str, str, str]] = []
    last = "-"

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append((record.getMessage(), record.__dict__["number"], last))

    log = logging.getLogger("tests.seeing_inside")
    log.setLevel(logging.INFO)
    log.propagate = False
    handler = Keep()
    handler.addFilter(AddNumber())
    log.handlers = [handler]

    async def load(name: str) -> None:
        await asyncio.sleep(0.1)
        log.info(name)

    async def handle(name: str) -> None:
        nonlocal last
        last = name
        number.set(name)
        await load(name)
        await asyncio.create_task(load(name))

    async def main() -> None:
        async with asyncio.TaskGroup() as group:
            for name in "abc":
                group.create_task(handle(name))

    run(main(), eager=eager)
    assert len(seen) == 6
    assert all(text == by_context for text, by_context, _ in seen)
    assert {by_global for _, _, by_global in seen} == {"c"}


@claim("aiohttp handles each request in a task of its own.")
def test_one_task_for_each_request() -> None:
    async def main() -> tuple[int, float, int]:
        tasks = set()

        async def handle(_: web.BaseRequest) -> web.Response:
            tasks.add(asyncio.current_task())
            await asyncio.sleep(0.1)
            return web.Response()

        async with RawTestServer(handle) as server:
            url = server.make_url("/")
            async with ClientSession(connector=TCPConnector(limit=1)) as session:
                took = await duration(
                    asyncio.gather(closed(session, str(url)), closed(session, str(url)))
                )
            one = len(tasks)
            tasks.clear()
            async with ClientSession() as session:
                await asyncio.gather(closed(session, str(url)), closed(session, str(url)))
            return one, took, len(tasks)

    assert run(main()) == (2, 0.2, 2)


BAD = """
import asyncio
import elsewhere

async def report():
    elsewhere.blocks()
    await asyncio.sleep(0)

async def main():
    report()
    await asyncio.sleep(0)
"""


@claim(
    "Linters find what can be seen in one file, not a forgotten `await` or a call that blocks elsewhere."
)
def test_linters_miss_a_forgotten_await(tmp_path: Path) -> None:
    path = tmp_path / "bad.py"

    def found(text: str) -> bool:
        path.write_text(text, "utf-8")
        options = ["--isolated", "--select", "ASYNC,RUF006", str(path)]
        tools = [["ruff", "check", *options], ["flake8_async", str(path)]]
        ended = [
            subprocess.run([sys.executable, "-m", *tool], capture_output=True) for tool in tools
        ]
        return any(process.returncode for process in ended)

    assert not found(BAD)
    assert found(
        BAD.replace("elsewhere.blocks()", "__import__('x')\n    import time; time.sleep(1)")
    )
