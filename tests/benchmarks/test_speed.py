"""The lab's loop against asyncio's own: `pytest tests/benchmarks --benchmark-only`."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import lab

LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "asyncio's loop": asyncio.SelectorEventLoop,
    "lab, wall clock": lambda: lab.EventLoop(clock=lab.WallClock()),
    "lab, virtual clock": lambda: lab.EventLoop(clock=lab.VirtualClock()),
}
TRACED = "lab, traced"


@contextlib.contextmanager
def runner(loop: str) -> Iterator[asyncio.Runner]:
    """A runner whose loop is one of `LOOPS`, or traced."""
    with contextlib.ExitStack() as stack:
        make = LOOPS.get(loop)
        if make is None:
            tracer = lab.Tracer(limit=math.inf)
            stack.enter_context(tracer.watching())
            make = partial(lab.EventLoop, observer=tracer)
        yield stack.enter_context(asyncio.Runner(loop_factory=make))


async def switches() -> None:
    """100,000 switches between ten tasks."""

    async def turn() -> None:
        for _ in range(10_000):
            await asyncio.sleep(0)

    await asyncio.gather(*[turn() for _ in range(10)])


async def timers() -> None:
    """10,000 timers that are due within ten milliseconds."""
    loop = asyncio.get_running_loop()
    for number in range(10_000):
        loop.call_later((number % 10 + 1) / 1000, int)
    await asyncio.sleep(0.011)


async def instants() -> None:
    """The same, each at a time of its own: asyncio's loop takes those of a millisecond at once."""
    loop = asyncio.get_running_loop()
    for number in range(10_000):
        loop.call_later((number * 7919 % 10_000) / 1_000_000, int)
    await asyncio.sleep(0.011)


async def queue() -> None:
    """20,000 items through a queue that has room for ten."""
    items: asyncio.Queue[int] = asyncio.Queue(10)

    async def put() -> None:
        for number in range(20_000):
            await items.put(number)

    async def get() -> None:
        for _ in range(20_000):
            await items.get()

    await asyncio.gather(put(), get())


async def lock() -> None:
    """A lock that ten tasks take 1,000 times each, with a switch while they hold it."""
    the_lock = asyncio.Lock()

    async def hold() -> None:
        for _ in range(1_000):
            async with the_lock:
                await asyncio.sleep(0)

    await asyncio.gather(*[hold() for _ in range(10)])


async def locks() -> None:
    """As many switches, while 100 locks lie about."""
    lying_about = [asyncio.Lock() for _ in range(100)]
    await switches()
    assert len(lying_about) == 100


async def events() -> None:
    """Two tasks that wake each other 10,000 times, each with an event."""
    ping, pong = asyncio.Event(), asyncio.Event()

    async def play(mine: asyncio.Event, other: asyncio.Event) -> None:
        for _ in range(10_000):
            await mine.wait()
            mine.clear()
            other.set()

    ping.set()
    await asyncio.gather(play(ping, pong), play(pong, ping))


async def groups() -> None:
    """3,000 tasks in groups of ten."""
    for _ in range(300):
        async with asyncio.TaskGroup() as group:
            for _ in range(10):
                group.create_task(asyncio.sleep(0))


PROGRAMS = [switches, timers, instants, queue, lock, locks, events, groups]


@pytest.mark.timeout(0)  # its alarm clock would take that of the loop, which then needs a thread
@pytest.mark.parametrize("loop", [*LOOPS, TRACED])
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda f: f.__name__)
def test_speed(
    benchmark: BenchmarkFixture, program: Callable[[], Coroutine[Any, Any, None]], loop: str
) -> None:
    benchmark.group = program.__name__

    def run() -> None:
        with runner(loop) as one:
            one.run(program())

    benchmark.pedantic(run, rounds=5, warmup_rounds=1)  # type: ignore[no-untyped-call]  # theirs
