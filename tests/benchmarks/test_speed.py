"""The lab's loop against asyncio's own: `pytest tests/benchmarks --benchmark-only`."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import lab

LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "asyncio's loop": asyncio.SelectorEventLoop,
    "lab, wall clock": lambda: lab.EventLoop(clock=lab.WallClock()),
    "lab, virtual clock": lambda: lab.EventLoop(clock=lab.VirtualClock()),
    "lab, traced": lambda: lab.EventLoop(observer=lab.Tracer(limit=math.inf)),
}


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


@pytest.mark.timeout(0)  # its alarm clock would take that of the loop, which then needs a thread
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("program", [switches, timers, instants], ids=lambda f: f.__name__)
def test_speed(
    benchmark: BenchmarkFixture, program: Callable[[], Coroutine[Any, Any, None]], loop: str
) -> None:
    benchmark.group = program.__name__

    def run() -> None:
        with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
            runner.run(program())

    benchmark.pedantic(run, rounds=5, warmup_rounds=1)  # type: ignore[no-untyped-call]  # theirs
