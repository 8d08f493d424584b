"""A task's last line is the one at which it returned, or none."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from types import CodeType, FrameType
from typing import Any

import pytest

from lab.trace.returns import line_of_return
from tests.lab.trace.tracing import trace_of


async def falls_off_its_end() -> None:
    await asyncio.sleep(0)
    len("the last line")


async def ends_in_a_loop() -> None:
    for _ in range(2):
        await asyncio.sleep(0)


async def returns_in_a_block() -> int:
    async with asyncio.timeout(1):
        await asyncio.sleep(0)
        return 1


async def ends_in_a_handler() -> None:
    try:
        await asyncio.sleep(0)
        int("no number")
    except ValueError:
        len("the last line")


async def ends_with_a_block() -> None:
    async with asyncio.Lock():
        await asyncio.sleep(0)
        len("the last line of the block")


async def returns_early() -> str:
    await asyncio.sleep(0)
    if asyncio.current_task() is not None:
        return "early"
    await asyncio.sleep(0)
    return "late"


async def returns_late() -> str:
    if asyncio.current_task() is None:
        return "early"
    await asyncio.sleep(0)
    return "late"


async def never_waits() -> str:
    return "at once"


KNOWN = [
    falls_off_its_end,
    ends_in_a_loop,
    returns_in_a_block,
    ends_with_a_block,
    returns_late,
    never_waits,
]


def lines_of(coro: Coroutine[Any, Any, Any]) -> tuple[CodeType, int, int]:
    """Run a coroutine: its code, the place where it stopped last, the line where it returned."""
    code: CodeType = coro.cr_code  # type: ignore[attr-defined]  # it is a coroutine object
    stops: list[tuple[int, int]] = []

    def local(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 - itself
        if event == "return":
            stops.append((frame.f_lasti, frame.f_lineno))
        return local

    def trace(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 - as above
        return local if frame.f_code is code else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        asyncio.run(coro)
    finally:
        sys.settrace(before)
    offset = stops[-2][0] if len(stops) > 1 else 0
    return code, offset, stops[-1][1]


@pytest.mark.parametrize("function", KNOWN)
def test_it_is_the_line_at_which_python_returns(function: Any) -> None:  # noqa: ANN401 - a function
    code, offset, line = lines_of(function())
    assert line_of_return(code, offset) == line


@pytest.mark.parametrize("function", [returns_early, ends_in_a_handler])
def test_of_several_lines_it_is_none(function: Any) -> None:  # noqa: ANN401 - a function
    code, offset, _ = lines_of(function())
    assert line_of_return(code, offset) is None


def test_a_task_ends_at_its_last_line() -> None:
    trace = trace_of("""
        async def work():
            await asyncio.sleep(1)
            print("done")

        async def main():
            await asyncio.create_task(work())
    """)
    last = [one for one in trace.stretches if one.task == 2][-1]
    assert last.chain[-1].line == 3
