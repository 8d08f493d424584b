"""A wait for a lock says which lock it is, and which task holds it."""

from __future__ import annotations

import asyncio
import weakref
from types import CoroutineType

import pytest

from lab.trace.locks import values_of
from tests.lab.trace.tracing import stretches, trace_of, waits

DEADLOCK = """
async def pay(giver, taker, locks):
    async with locks[giver]:
        await asyncio.sleep(0.1)
        async with locks[taker]:
            pass

async def main():
    locks = {"Ada": asyncio.Lock(), "Bob": asyncio.Lock()}
    try:
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            group.create_task(pay("Ada", "Bob", locks), name="Ada pays")
            group.create_task(pay("Bob", "Ada", locks), name="Bob pays")
    except TimeoutError:
        pass
"""


def test_a_deadlock_names_its_locks_and_their_holders() -> None:
    trace = trace_of(DEADLOCK)
    ada, bob = (set(waits(trace, f"{name} pays")) for name in ("Ada", "Bob"))
    assert "Lock locks['Bob'], held by Bob pays" in ada
    assert "Lock locks['Ada'], held by Ada pays" in bob


@pytest.mark.parametrize(
    ("made", "taken", "words"),
    [
        ("lock = asyncio.Lock()", "lock", "Lock lock"),
        ("locks = [asyncio.Lock(), asyncio.Lock()]", "locks[1]", "Lock locks[1]"),
        ("box = Box()", "box.lock", "Lock box.lock"),
        ("globals()['left'] = asyncio.Lock()", "left", "Lock left"),
        ("lock = asyncio.Semaphore(1)", "lock", "Semaphore lock"),
    ],
)
def test_a_lock_is_called_as_in_the_program(made: str, taken: str, words: str) -> None:
    program = f"""
class Box:
    def __init__(self):
        self.lock = asyncio.Lock()

async def main():
    {made}
    async def use():
        async with {taken}:
            await asyncio.sleep(0.1)
    a = asyncio.create_task(use(), name="a")
    b = asyncio.create_task(use(), name="b")
    await a
    await b
"""
    held = "" if "Semaphore" in made else ", held by a"
    assert waits(trace_of(program), "b")[0] == words + held


def test_those_who_wait_for_a_lock_do_not_hold_it() -> None:
    program = """
async def use(lock):
    async with lock:
        await asyncio.sleep(0.1)

async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for name in "abc":
            group.create_task(use(lock), name=name)
"""
    trace = trace_of(program)
    assert waits(trace, "b")[0] == "Lock lock, held by a"
    assert waits(trace, "c")[0] == "Lock lock, held by a, then b"


def test_looking_at_variables_keeps_none_of_them() -> None:
    class Thing:
        pass

    async def coroutine() -> None:
        thing = Thing()
        kept.append(weakref.ref(thing))
        await asyncio.sleep(0)
        del thing
        await asyncio.sleep(0)

    kept: list[weakref.ref[Thing]] = []
    running = coroutine()
    running.send(None)
    assert isinstance(running, CoroutineType)
    frame = running.cr_frame
    assert frame is not None
    assert "thing" in values_of(frame)
    running.send(None)
    assert kept[0]() is None
    running.close()


PRINTER = """
async def use(printer, seconds):
    async with printer:
        await asyncio.sleep(seconds)

async def main():
    printer = {made}
    async with asyncio.TaskGroup() as group:
        for name in {names}:
            group.create_task(use(printer, 0.1), name=name)
"""


@pytest.mark.parametrize(
    ("made", "words"),
    [("asyncio.Lock()", "Lock printer"), ("asyncio.Condition()", "Lock of Condition printer")],
)
def test_a_long_wait_names_all_that_hold_the_lock_meanwhile(made: str, words: str) -> None:
    names = ["Ada", "Bob", "Eve", "Joe", "Kim", "Leo"]
    trace = trace_of(PRINTER.format(made=made, names=names))
    assert waits(trace, "Bob")[0] == f"{words}, held by Ada"
    assert waits(trace, "Eve")[0] == f"{words}, held by Ada, then Bob"
    assert waits(trace, "Joe")[0] == f"{words}, held by Ada, then Bob, then Eve"
    assert waits(trace, "Leo")[0] == f"{words}, held by Ada, then 3 others, then Kim"


def test_tasks_of_one_name_that_hold_a_lock_are_told_apart() -> None:
    trace = trace_of(PRINTER.format(made="asyncio.Lock()", names=[None, None, "Eve"]))
    words = "Lock printer, held by use (Task-2), then use (Task-3)"
    assert waits(trace, "Eve")[0] == words


def test_after_it_was_woken_at_a_condition_a_task_waits_for_its_lock() -> None:
    trace = trace_of("""
    async def wait(box):
        async with box.changed:
            await box.changed.wait()

    async def change(box):
        await asyncio.sleep(0.1)
        async with box.changed:
            box.changed.notify()
            await asyncio.sleep(0.3)

    class Box:
        def __init__(self):
            self.changed = asyncio.Condition()

    async def main():
        box = Box()
        async with asyncio.TaskGroup() as group:
            group.create_task(wait(box), name="Ada")
            group.create_task(change(box), name="Bob")
    """)
    found = [s.what for s in stretches(trace, "Ada", "waiting")]
    assert found == [
        "Condition box.changed",
        "Lock of Condition box.changed, held by Bob",
    ]
