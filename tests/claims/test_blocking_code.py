"""What `docs/learn/blocking-code.md` claims."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.claims.claim import claim, duration, each_factory, run

SNIPPETS = Path("snippets")


def block(seconds: float = 0.4) -> str:
    """Wait as a library does that knows no loop."""
    time.sleep(seconds)
    return "answer"


async def blocking() -> str:
    return block()


async def in_a_thread() -> str:
    return await asyncio.to_thread(block)


async def waiting() -> str:
    await asyncio.sleep(0.4)
    return "answer"


async def longest_pause(work: Awaitable[object]) -> float:
    """How long another task had to wait for its turn, beyond its own sleep of 0.1 s."""
    loop = asyncio.get_running_loop()
    longest = 0.0

    async def heart() -> None:
        nonlocal longest
        while True:
            before = loop.time()
            await asyncio.sleep(0.1)
            longest = max(longest, loop.time() - before - 0.1)

    beating = asyncio.create_task(heart())
    await asyncio.sleep(0)
    await work
    await asyncio.sleep(0.1)
    beating.cancel()
    return round(longest, 6)


@claim(
    "A call without an `await` blocks the loop until it returns, and nothing reports"
    " that as an error."
)
@claim("Ada and Cleo have their pages after 0.1 seconds. Bob's report takes as long as before.")
@each_factory
def test_a_blocking_call_keeps_the_loop(*, eager: bool) -> None:
    async def main(work: Callable[[], Awaitable[object]]) -> float:
        return await longest_pause(work())

    assert run(main(blocking), eager=eager) == 0.3  # the heart was in its sleep of 0.1 s
    assert run(main(in_a_thread), eager=eager) == 0
    assert run(main(waiting), eager=eager) == 0


@claim("The second one blocks, and its requests queue up as if there were no loop at all.")
@claim("A server can only overlap waiting.")
@claim("`async def` overlaps waiting. It makes neither blocking nor computing faster.")
@each_factory
def test_only_waiting_overlaps(*, eager: bool) -> None:
    async def twenty(handler: Callable[[], Awaitable[str]]) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(20):
                group.create_task(_awaited(handler))

    async def main(handler: Callable[[], Awaitable[str]]) -> float:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(10))
        return await duration(twenty(handler))

    assert run(main(waiting), eager=eager) == 0.4
    assert run(main(blocking), eager=eager) == 8
    assert run(main(in_a_thread), eager=eager) == 0.8


async def _awaited(handler: Callable[[], Awaitable[str]]) -> str:
    return await handler()


@claim("With `time.sleep` in the loop, the kettle's task never gets a turn")
@claim("Such a task can't be cancelled either, because a cancellation needs an `await` that waits.")
def test_a_polling_loop_that_blocks_never_sees_the_answer() -> None:
    async def looks_until_hot(*, blocks: bool) -> int:
        state = {"hot": False}

        async def kettle() -> None:
            await asyncio.sleep(0.3)
            state["hot"] = True

        async def poll() -> int:
            for look in range(1, 1000):
                if state["hot"]:
                    return look
                if blocks:
                    time.sleep(0.1)
                else:
                    await asyncio.sleep(0.1)
            return 0

        boiling = asyncio.create_task(kettle())
        polling = asyncio.create_task(poll())
        asyncio.get_running_loop().call_later(50, polling.cancel)
        with suppress(TimeoutError):
            async with asyncio.timeout(10):
                return await polling
        boiling.cancel()
        return -1

    assert run(looks_until_hot(blocks=True)) == 0  # a thousand looks, past timer and timeout
    assert run(looks_until_hot(blocks=False)) == 4


@contextmanager
def slow_steps() -> Iterator[list[str]]:
    """What asyncio logs."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("asyncio")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


@claim("Debug mode names the task whose turn was too long, blockbuster the line.")
@claim("In debug mode, asyncio logs each turn that takes longer than 0.1 seconds.")
def test_debug_mode_names_the_task() -> None:
    async def serve(seconds: float) -> None:
        block(seconds)
        await asyncio.sleep(0.1)

    async def main(limit: float | None) -> None:
        loop = asyncio.get_running_loop()
        loop.set_debug(enabled=True)
        if limit is not None:
            loop.slow_callback_duration = limit
        await asyncio.create_task(serve(0.09), name="quick")
        await asyncio.create_task(serve(0.11), name="slow")

    with slow_steps() as said:
        run(main(None))
    assert [re.findall("name='(slow|quick)'", line) for line in said] == [["slow"]]
    blocked_at = serve.__code__.co_firstlineno + 1
    assert f":{blocked_at + 1}>" in said[0], "it is the line where the task waits now"
    with slow_steps() as said:
        run(main(0.5))
    assert not said
    with slow_steps() as said:
        run(main(0.05))
    assert len(said) == 2


@claim(
    "An eager task that blocks at once does so in the turn of the task that made it, and the"
    " message names that one."
)
@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
def test_debug_mode_names_the_maker_of_an_eager_task() -> None:
    async def serve() -> None:
        block(0.2)

    async def maker() -> None:
        loop = asyncio.get_running_loop()
        eager = asyncio.Task(serve(), name="eager", loop=loop, eager_start=True)  # type: ignore[call-arg]
        await eager

    async def main() -> None:
        asyncio.get_running_loop().set_debug(enabled=True)
        await asyncio.create_task(maker(), name="maker")

    with slow_steps() as said:
        run(main())
    assert [re.findall("name='(eager|maker)'", line) for line in said] == [["maker"]]


BLOCKBUSTER = """
import asyncio, time, socket
from blockbuster import BlockingError, blockbuster_ctx

def compute(): return sum(range(1000))
def caught(function):
    try:
        function()
    except BlockingError as error:
        return str(error)
    return "unnoticed"

async def main():
    print(caught(lambda: time.sleep(0)), "|", caught(compute))
    print(await asyncio.to_thread(caught, lambda: time.sleep(0.001)))

with blockbuster_ctx():
    asyncio.run(main())
"""


@claim("So does `socket.getaddrinfo`, which looks up a host name.")
def test_blockbuster_does_not_know_of_look_ups() -> None:
    pytest.importorskip("blockbuster", reason="it is in the group of packages `production`")
    code = BLOCKBUSTER.replace("time.sleep(0)", "socket.getaddrinfo('127.0.0.1', 80)")
    assert "getaddrinfo" in code
    said = subprocess.run(
        [sys.executable, "-c", "import socket\n" + code], capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines()[0] == "unnoticed | unnoticed"


@claim("When a coroutine calls one of them, it raises an error")
@claim(
    "It finds only calls that Python itself makes: a long computation, or a library in C with its"
    " own sockets, goes unnoticed."
)
def test_blockbuster_finds_calls_of_the_standard_library() -> None:
    pytest.importorskip("blockbuster", reason="it is in the group of packages `production`")
    code = BLOCKBUSTER.replace("sleep(0)", "sleep(0.001)")
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == ["Blocking call to time.sleep | unnoticed", "unnoticed"]


@claim("`await asyncio.to_thread(function, argument)`: no parentheses after the function's name.")
@claim("If you write parentheses after its name, you call it yourself, right there")
def test_brackets_call_the_function_in_the_loop() -> None:
    threads = []

    def look() -> str:
        threads.append(threading.current_thread())
        return "text"

    async def main() -> None:
        await asyncio.to_thread(look)
        with pytest.raises(TypeError, match="'str' object is not callable"):
            await asyncio.to_thread(look())  # type: ignore[arg-type]

    run(main())
    assert [thread is threading.main_thread() for thread in threads] == [False, True]
