"""What a task waits for is told apart from another thing that the program calls alike there."""

from __future__ import annotations

import linecache
from collections.abc import Iterator

import pytest

from lab.trace.data import Trace
from tests.lab.trace.tracing import trace_of, waits

TRANSFERS = """
async def transfer(source, target):
    async with source:
        await asyncio.sleep(0.1)
        async with target:
            pass

async def main():
    {made}
    try:
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            group.create_task(transfer({first}, {second}), name="rent")
            group.create_task(transfer({second}, {first}), name="gift")
    except TimeoutError:
        pass
"""

GUESTS = """
class Shop:
    def __init__(self):
        self.open = asyncio.Event()

async def guest(shop):
    await shop.open.wait()

async def main():
    shop = Shop()
    ada = asyncio.create_task(guest(shop), name="Ada")
    await asyncio.sleep(0.1)
    {again}
    bob = asyncio.create_task(guest(shop), name="Bob")
    await asyncio.sleep(0.1)
    shop.open.set()
    await asyncio.wait([ada, bob], timeout=1)
"""


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Let the lines of a program that is in no file be found."""
    lines: list[str] = []
    name = "/somewhere/program.py"
    linecache.cache[name] = (0, None, lines, name)  # without a date, nobody looks for the file
    yield lines
    del linecache.cache[name]


def traced(program: str, lines: list[str]) -> Trace:
    program = program.lstrip("\n")
    lines[:] = program.splitlines(keepends=True)
    return trace_of(program)


@pytest.mark.parametrize(
    ("made", "first", "second", "words"),
    [
        ("a, b = asyncio.Lock(), asyncio.Lock()", "a", "b", ("Lock b", "Lock a")),
        (
            "a = [asyncio.Lock(), asyncio.Lock()]",
            "a[0]",
            "a[1]",
            ("Lock a[1]", "Lock a[0]"),
        ),
        (
            "a = asyncio.Lock(); old = a; a = asyncio.Lock()",
            "old",
            "a",
            ("Lock a (number 2)", "Lock a (number 1)"),
        ),
        ("a = [asyncio.Lock() for _ in 'ab']", "a[0]", "a[1]", ("Lock target", "Lock target")),
    ],
    ids=["names", "a list", "one name", "no names"],
)
def test_locks(
    lines: list[str], made: str, first: str, second: str, words: tuple[str, str]
) -> None:
    trace = traced(TRANSFERS.format(made=made, first=first, second=second), lines)
    assert f"{words[0]}, held by gift" in waits(trace, "rent")
    assert f"{words[1]}, held by rent" in waits(trace, "gift")


@pytest.mark.parametrize(
    ("again", "ada", "bob"),
    [
        ("shop.open = asyncio.Event()", "Event open (number 1)", "Event open (number 2)"),
        ("shop = Shop()", "Event open (number 1)", "Event open (number 2)"),
        ("pass", "Event shop.open", "Event shop.open"),
    ],
)
def test_events(lines: list[str], again: str, ada: str, bob: str) -> None:
    trace = traced(GUESTS.format(again=again), lines)
    assert set(waits(trace, "Ada")) == {ada}
    assert set(waits(trace, "Bob")) == {bob}
