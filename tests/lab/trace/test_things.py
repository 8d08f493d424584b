"""Locks, queues and the like: what they are called, who holds them and who waits."""

from __future__ import annotations

import asyncio
import linecache
import sys
from collections.abc import Iterator

import pytest

from lab.trace.changes import Thing
from lab.trace.data import Trace
from lab.trace.hooks import KINDS
from lab.trace.things import MOST_THINGS
from tests.lab.trace.tracing import trace_of, waits


def things(trace: Trace, type_: str = "") -> list[Thing]:
    """Return all that is told of the things of a type."""
    found = [change for change in trace.changes if isinstance(change, Thing)]
    return [thing for thing in found if type_ in ("", thing.type)]


def labels(trace: Trace, numbers: tuple[int, ...]) -> list[str]:
    return [trace.tasks[number - 1].label for number in numbers]


def told(trace: Trace, type_: str) -> list[str]:
    """Say what is told: `locked / held by Ada / Bob waits`."""
    lines = []
    for thing in things(trace, type_):
        parts = [thing.state]
        if thing.holders:
            parts.append(f"of {' '.join(labels(trace, thing.holders))}")
        if thing.waiters:
            parts.append(f"for {' '.join(labels(trace, thing.waiters))}")
        if thing.members:
            parts.append(f"with {' '.join(labels(trace, thing.members))}")
        parts += [f"[{', '.join(thing.items)}]"] if thing.items else []
        lines.append(" ".join(parts))
    return lines


@pytest.fixture
def source() -> Iterator[list[str]]:
    """Let the lines of a program that is in no file be found."""
    lines: list[str] = []
    name = "/somewhere/program.py"
    linecache.cache[name] = (0, None, lines, name)  # without a date, nobody looks for the file
    yield lines
    del linecache.cache[name]


@pytest.mark.parametrize(
    ("made", "name"),
    [
        ("lock = asyncio.Lock()", "lock"),
        ("lock: asyncio.Lock = asyncio.Lock()", "lock"),
        ("shop.lock = asyncio.Lock()", "lock"),
        ("first, lock = 1, asyncio.Lock()", "lock"),
        ("locks = [1, asyncio.Lock()]", "locks[1]"),
        ("locks = {'a': asyncio.Lock()}", "locks['a']"),
        ("lock = (\n  asyncio.Lock(\n  )\n)", "lock"),
        ("(lock := asyncio.Lock())", "lock"),
        ("locks = [asyncio.Lock() for _ in range(1)]", ""),
        ("print(end='', file=None if asyncio.Lock() else 0)", ""),
    ],
)
def test_a_thing_is_called_as_in_the_line_that_makes_it(
    made: str, name: str, source: list[str]
) -> None:
    program = f"class shop: pass\n\n{made}\nasyncio.run(asyncio.sleep(1))\n"
    source += program.splitlines(keepends=True)
    (thing,) = things(trace_of(program))
    assert (thing.name, thing.line) == (name, 4 if "\n" in made else 3)


def test_a_field_of_a_dataclass_and_a_subclass_are_made_where_the_program_makes_them() -> None:
    trace = trace_of("""
        import dataclasses
        class Mine(asyncio.Queue):
            def __init__(self):
                super().__init__(maxsize=3)
        @dataclasses.dataclass
        class Shop:
            lock: asyncio.Lock = dataclasses.field(default_factory=asyncio.Lock)
        async def main():
            shop = Shop()
            mine = Mine()
            await asyncio.sleep(1)
    """)
    found = [(thing.type, thing.line, thing.state) for thing in things(trace)]
    assert found == [("Lock", 9, "free"), ("Queue", 10, "empty, at most 3")]


def test_what_a_library_makes_for_itself_is_left_out() -> None:
    trace = trace_of("""
        async def main():
            server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await asyncio.wait_for(reader.read(), 1)
            writer.close()
            server.close()
            await asyncio.gather(asyncio.sleep(1), asyncio.to_thread(int))
    """)
    assert things(trace) == []


def test_a_lock_that_is_handed_on() -> None:
    trace = trace_of("""
        async def hold(lock):
            await lock.acquire()
            await asyncio.sleep(1)
            lock.release()
        async def main():
            lock = asyncio.Lock()
            await asyncio.gather(*[
                asyncio.create_task(hold(lock), name=name) for name in ("Ada", "Bob")
            ])
    """)
    assert waits(trace, "Bob")[0] == "Lock lock, held by Ada"
    assert told(trace, "Lock") == [
        "free",
        "locked of Ada",
        "locked of Ada for Bob",
        "free for Bob",
        "locked of Bob",
        "free",
    ]


def test_a_lock_taken_within_wait_for_is_held_by_the_task_that_asked() -> None:
    trace = trace_of("""
        async def main():
            lock = asyncio.Lock()
            await asyncio.wait_for(lock.acquire(), 1)
            await asyncio.sleep(1)
    """)
    assert told(trace, "Lock")[-1] == "locked of main"


def test_a_semaphore_knows_who_has_it() -> None:
    trace = trace_of("""
        async def use(semaphore, seconds):
            async with semaphore:
                await asyncio.sleep(seconds)
        async def main():
            semaphore = asyncio.Semaphore(2)
            async with asyncio.TaskGroup() as group:
                for number, name in enumerate(["Ada", "Bob", "Eve"], 1):
                    group.create_task(use(semaphore, number), name=name)
    """)
    assert told(trace, "Semaphore") == [
        "2 of 2 free",
        "1 of 2 free of Ada",
        "0 of 2 free of Ada Bob",
        "0 of 2 free of Ada Bob for Eve",
        "0 of 2 free of Bob Eve",
        "1 of 2 free of Eve",
        "2 of 2 free",
    ]


def test_a_semaphore_that_counts_has_no_holders() -> None:
    trace = trace_of("""
        async def main():
            semaphore = asyncio.Semaphore(0)
            semaphore.release()
            await asyncio.sleep(1)
            await semaphore.acquire()
            await asyncio.sleep(1)
    """)
    assert told(trace, "Semaphore") == ["0 free", "1 free", "0 free"]


def test_a_queue_shows_what_is_in_it_and_who_waits() -> None:
    trace = trace_of("""
        async def work(queue):
            while True:
                await queue.get()
                queue.task_done()
        async def main():
            queue = asyncio.Queue(1)
            worker = asyncio.create_task(work(queue), name="worker")
            await asyncio.sleep(1)
            await queue.put("x" * 100)
            await queue.put(object())
            await queue.join()
            worker.cancel()
    """)
    assert told(trace, "Queue") == [
        "empty, at most 1",
        "empty, at most 1 for worker",
        f"1 item, at most 1 ['{'x' * 36}...]",
        f"1 item, at most 1 for main ['{'x' * 36}...]",
        "empty, at most 1",
        "empty, at most 1 for worker",
        "1 item, at most 1 [a object]",
        "1 item, at most 1, 1 not done for main [a object]",
        "empty, at most 1, 1 not done for main",
        "empty, at most 1, 0 not done for main",
        "empty, at most 1, 0 not done for worker main",
        "empty, at most 1 for worker",
        "empty, at most 1",
    ]


def test_a_future_of_the_program() -> None:
    trace = trace_of("""
        async def wait(future): await future
        async def main():
            loop = asyncio.get_running_loop()
            futures = [loop.create_future() for _ in range(3)]
            waiter = asyncio.create_task(wait(futures[0]), name="Ada")
            await asyncio.sleep(1)
            futures[0].set_result([1])
            futures[1].cancel()
            futures[2].set_exception(ValueError("no"))
            futures[2].exception()
            await waiter
    """)
    assert told(trace, "Future")[3:] == [
        "pending for Ada",
        "done: [1]",
        "cancelled",
        "failed: ValueError: no",
    ]


def test_conditions_events_and_barriers() -> None:
    trace = trace_of("""
        async def wait(event, condition, barrier):
            await event.wait()
            async with condition: await condition.wait()
            await barrier.wait()
        async def main():
            event, condition, barrier = asyncio.Event(), asyncio.Condition(), asyncio.Barrier(2)
            waiter = asyncio.create_task(wait(event, condition, barrier), name="Ada")
            await asyncio.sleep(1)
            event.set()
            await asyncio.sleep(1)
            async with condition:
                condition.notify()
                await asyncio.sleep(1)
            await asyncio.sleep(1)
            await barrier.wait()
            await waiter
    """)
    assert told(trace, "Event") == ["not set", "not set for Ada", "set for Ada", "set"]
    assert told(trace, "Condition") == [
        "free",
        "locked of Ada",
        "free for Ada",
        "locked of main for Ada",
        "locked, 1 waits for its lock of main",
        "free, 1 waits for its lock",
        "locked of Ada",
        "free",
    ]
    assert told(trace, "Barrier") == [
        "0 of 2 are there",
        "1 of 2 are there for Ada",
        "open for Ada",
        "0 of 2 are there",
    ]


def test_a_group_is_cancelled() -> None:
    trace = trace_of("""
        async def fail(): raise ValueError
        async def main():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(asyncio.sleep(9), name="slow")
                    group.create_task(fail(), name="bad")
            except* ValueError: pass
            await asyncio.sleep(0)  # since Python 3.14, no exception keeps a group for longer
    """)
    assert told(trace, "TaskGroup") == [
        "not entered",
        "open of main",
        "open of main with slow",
        "open of main with slow bad",
        "waits for its tasks of main with slow bad",
        "cancels its tasks of main with slow",
        "cancels its tasks of main",
        "over",
    ]


def test_a_group_loses_its_tasks_one_by_one() -> None:
    trace = trace_of("""
        async def main():
            async with asyncio.TaskGroup() as group:
                for name, seconds in ("Ada", 1), ("Bob", 2):
                    group.create_task(asyncio.sleep(seconds), name=name)
            await asyncio.sleep(0)
    """)
    assert told(trace, "TaskGroup") == [
        "not entered",
        "open of main",
        "open of main with Ada",
        "open of main with Ada Bob",
        "waits for its tasks of main with Ada Bob",
        "waits for its tasks of main with Bob",
        "its tasks are done of main",
        "over",
    ]


def test_many_things_are_looked_at_only_up_to_a_number() -> None:
    trace = trace_of(f"""
        async def main():
            locks = [asyncio.Lock() for _ in range({MOST_THINGS + 20})]
            for lock in locks: await lock.acquire()
            await asyncio.sleep(1)
    """)
    assert len({thing.thing for thing in things(trace)}) == MOST_THINGS
    assert trace.note == ""


def test_of_very_many_who_wait_the_first_are_named() -> None:
    trace = trace_of("""
        async def use(semaphore):
            async with semaphore: await asyncio.sleep(1)
        async def main():
            semaphore = asyncio.Semaphore(2)
            await asyncio.gather(*[use(semaphore) for _ in range(152)])
    """)
    most = max(things(trace), key=lambda thing: len(thing.waiters))
    assert len(most.waiters) == 100
    states = [thing.state for thing in things(trace)]
    assert "0 of 2 free, 150 wait" in states
    assert states[-1] == "2 of 2 free"
    assert all(len(thing.holders) <= 2 for thing in things(trace))
    assert trace.note == ""


LINES = {
    "async with lock: await asyncio.sleep(0)": ["locked", "free"],
    "await queue.put(1)": ["1 item"],
    "queue.put_nowait(1); queue.get_nowait()": ["1 item", "empty"],
    "event.set(); event.clear()": ["set", "not set"],
    "await semaphore.acquire()": ["0 of 1 free"],
    "asyncio.create_task(queue.put(1)); await asyncio.sleep(0)": ["1 item"],
    "await asyncio.wait_for(queue.put(1), 1)": ["1 item"],
    "await asyncio.gather(queue.put(1), lock.acquire())": ["1 item", "locked"],
    "loop.call_soon(event.set); await asyncio.sleep(0)": ["set"],
    "loop.call_soon(queue.put_nowait, 1); await asyncio.sleep(0)": ["1 item"],
    "loop.call_soon_threadsafe(event.set); await asyncio.sleep(0)": ["set"],
    "await asyncio.to_thread(loop.call_soon_threadsafe, queue.put_nowait, 1)": ["1 item"],
    "await asyncio.to_thread(event.set)": ["set"],
    "await asyncio.gather(barrier.wait(), barrier.wait())": ["1 of 2 are there", "open"],
    "future.set_result(1)": ["done: 1"],
    "future.cancel()": ["cancelled"],
    "queue.put_first(1)": ["1 item"],
    "own.put_nowait(1); await asyncio.sleep(0); own.get_nowait()": ["1 item", "empty"],
    "bare.take()": ["set"],
    "condition.acquire().send(None)": [],
}
"""What a program does, and what it so does to what tasks share."""


@pytest.mark.parametrize("body", LINES)
def test_each_change_is_seen_whoever_makes_it(body: str) -> None:
    trace = trace_of(f"""
        class First(asyncio.Queue):
            def put_first(self, item):
                self._queue.appendleft(item)
                self._unfinished_tasks += 1
        class Own(asyncio.Queue):
            def put_nowait(self, item): self._queue.append(item)
            def get_nowait(self): return self._queue.popleft()
        class Bare(asyncio.Event):
            def __setattr__(self, name, value): self.__dict__[name] = value
            def take(self): self.__dict__["_value"] = True
        async def main():
            loop = asyncio.get_running_loop()
            lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
            semaphore, barrier = asyncio.Semaphore(1), asyncio.Barrier(2)
            queue, own, bare, future = First(), Own(), Bare(), loop.create_future()
            await asyncio.sleep(0)
            try:
                {body}
            except StopIteration: pass
            await asyncio.sleep(0)
    """)
    assert trace.note == ""
    made = {thing.thing: thing.state for thing in reversed(things(trace)) if thing.by_line is None}
    changed = [thing.state for thing in things(trace) if thing.state != made.get(thing.thing)]
    for state in LINES[body]:
        assert state in [*changed, *made.values()], (state, changed)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("await lock.acquire()\n    lock.release()", [3, 4]),
        ("async with lock:\n        await asyncio.sleep(1)", [3, 3]),
        ("asyncio.create_task(queue.put(1))\n    await queue.get()", [4, 3, 4]),
        ("await queue.put(1)\n    await queue.get()", [3, 4]),
        ("queue.put_nowait(1)\n    queue.put_nowait(2)", [3, 4]),
        ("for n in 1, 2: queue.put_nowait(n)", [3]),
        (
            "for n in 1, 2: queue.put_nowait(n)\n    for n in 1, 2: await queue.get()",
            [3, 4, 4],
        ),
        ("loop.call_soon(event.set)\n    await asyncio.sleep(0)", [None]),
        ("future.set_result(1)", [None]),
        ("asyncio.create_task(wait(future))\n    await asyncio.sleep(0)\n    future.set_result(1)",
         [None, 5]),
        ("event.set()\n    await asyncio.sleep(1)\n    event.clear()", [3, 5]),
    ],
)  # fmt: skip
def test_each_change_has_the_line_that_makes_it(body: str, lines: list[int | None]) -> None:
    source = f"""async def main():
    loop, lock, queue, event, future, wait = everything()
    {body}
    await asyncio.sleep(1)

def everything():
    async def wait(future): await future
    loop = asyncio.get_running_loop()
    return loop, asyncio.Lock(), asyncio.Queue(), asyncio.Event(), loop.create_future(), wait
"""
    found = things(trace_of(source))
    made = {thing.thing: thing for thing in reversed(found)}
    assert [thing.by_line for thing in found if thing is not made[thing.thing]] == lines


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
def test_what_an_eager_task_does_is_its_own() -> None:
    trace = trace_of("""
        async def hold(lock):
            async with lock: await asyncio.sleep(1)
        async def main():
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            lock = asyncio.Lock()
            async with asyncio.TaskGroup() as group:
                group.create_task(hold(lock), name="Ada")
                group.create_task(hold(lock), name="Bob").cancel()
            await asyncio.sleep(0)
    """)
    assert told(trace, "Lock") == [
        "free",
        "locked of Ada",
        "locked of Ada for Bob",
        "locked of Ada",
        "free",
    ]
    assert "open of main with Ada Bob" in told(trace, "TaskGroup")


def test_a_program_sees_nothing_of_being_watched() -> None:
    trace = trace_of("""
        import inspect, traceback
        queue = asyncio.Queue(1)
        async def main():
            for call in (queue.get_nowait, queue.task_done, asyncio.Lock().release):
                try: call()
                except Exception as error: print(len(traceback.extract_tb(error.__traceback__)))
            try: queue.put_nowait()
            except TypeError as error: print(error)
            print(inspect.signature(queue.put_nowait), queue.put_nowait.__qualname__)
            print(sorted(vars(queue)))
    """)
    assert [line.text for line in trace.prints] == [
        "2",
        "2",
        "2",
        "Queue.put_nowait() missing 1 required positional argument: 'item'",
        "(item) Queue.put_nowait",
        str(sorted(vars(asyncio.Queue()))),
    ]


def test_the_classes_are_put_back() -> None:
    loop_bound = asyncio.Queue.__base__
    before = [dict(vars(kind)) for kind in (*KINDS, loop_bound)]
    trace_of("asyncio.run(asyncio.sleep(1))")
    assert [dict(vars(kind)) for kind in (*KINDS, loop_bound)] == before


def test_a_semaphore_that_is_released_twice_is_held_by_more_than_it_has_places() -> None:
    trace = trace_of("""
    async def use(seats):
        async with seats:
            await asyncio.sleep(0.1)
            if asyncio.current_task().get_name() == "Ada":
                seats.release()
    async def main():
        seats = asyncio.Semaphore(2)
        async with asyncio.TaskGroup() as group:
            for name in ["Ada", "Bob", "Eve", "Joe"]:
                group.create_task(use(seats), name=name)
    """)
    found = told(trace, "Semaphore")
    assert "0 of 2 free of Bob Eve Joe" in found
    assert found[-1] == "3 free"


def test_who_releases_a_semaphore_for_another_gives_back_the_place_of_that_one() -> None:
    trace = trace_of("""
    async def work(seats):
        await asyncio.sleep(0.1)
        seats.release()
    async def main():
        seats = asyncio.Semaphore(2)
        for _ in range(3):
            await seats.acquire()
            asyncio.create_task(work(seats))
        await asyncio.sleep(1)
    """)
    assert told(trace, "Semaphore")[-3:] == [
        "0 of 2 free of main main",
        "1 of 2 free of main",
        "2 of 2 free",
    ]
