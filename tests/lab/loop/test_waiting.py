from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

import lab
from lab.loop.waiting import links, waits_for
from lab.programs.execution import execute
from lab.programs.transcript import Recorder


async def numbers() -> AsyncIterator[int]:
    await asyncio.Event().wait()
    yield 1


async def iterate() -> None:
    async for _ in numbers():
        pass


async def in_a_group() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(9))


async def read(reader: asyncio.StreamReader) -> None:
    await reader.readline()


WAITS: dict[str, Callable[[], Coroutine[Any, Any, Any]]] = {
    "sleep 9 s": lambda: _await(lambda: asyncio.sleep(9)),
    "Event": lambda: _await(asyncio.Event().wait),
    "Queue.get": lambda: _await(asyncio.Queue().get),
    "TaskGroup exit": in_a_group,
    "StreamReader.readline": lambda: read(asyncio.StreamReader()),
    "task 'other'": lambda: _await(lambda: asyncio.create_task(asyncio.sleep(9), name="other")),
    "a future": lambda: _await(asyncio.get_running_loop().create_future),
    "gather of 2": lambda: _await(
        lambda: asyncio.gather(*[asyncio.create_task(asyncio.sleep(9), name=n) for n in "ab"])
    ),
}


async def _await(make: Callable[[], Any]) -> None:
    await make()


@pytest.mark.parametrize("what", WAITS)
def test_a_wait_is_named(what: str) -> None:
    async def main() -> None:
        task = asyncio.create_task(WAITS[what](), name="waiter")
        await asyncio.sleep(1)
        wait = waits_for(task)
        assert (wait.task, wait.what, wait.file) == ("waiter", what, __file__)
        task.cancel()

    with lab.installed():
        asyncio.run(main())


def test_the_chain_of_awaits_goes_from_the_task_inwards() -> None:
    async def main() -> None:
        task = asyncio.create_task(_await(lambda: _await(asyncio.Event().wait)))
        await asyncio.sleep(1)
        names = [code.co_qualname for code, _ in links(task.get_coro())]
        assert names == ["_await", "_await", "Event.wait"]
        task.cancel()

    with lab.installed():
        asyncio.run(main())


def test_a_task_that_has_not_begun_waits_for_its_turn() -> None:
    async def main() -> None:
        task = asyncio.create_task(in_a_group())
        assert waits_for(task).what == "its turn"
        await asyncio.sleep(0)
        task.cancel()

    with lab.installed():
        asyncio.run(main())


def test_the_line_is_that_of_the_program_even_behind_an_async_generator() -> None:
    async def main() -> None:
        task = asyncio.create_task(iterate())
        await asyncio.sleep(1)
        wait = waits_for(task)
        assert wait.file == __file__
        assert wait.function in ("iterate", "numbers")  # CPython does not show what is behind
        task.cancel()

    with lab.installed():
        asyncio.run(main())


@pytest.mark.parametrize(
    ("body", "what", "instead"),
    [
        ("lock = threading.Lock(); lock.acquire(); lock.acquire()", "Lock.acquire", "Lock"),
        ("threading.Semaphore(0).acquire()", "Semaphore.acquire", "Semaphore"),
        ("threading.Event().wait()", "Event.wait", "Event"),
        ("queue.Queue().get()", "Queue.get", "Queue"),
        ("queue.SimpleQueue().get()", "SimpleQueue.get", "Queue"),
    ],
)
def test_a_wait_that_stops_the_loop_is_told_with_what_to_await_instead(
    body: str, what: str, instead: str, tmp_path: Path
) -> None:
    program = tmp_path / "idea.py"
    program.write_text(
        f"import asyncio, queue, threading\nasync def main():\n    {body}\nasyncio.run(main())\n"
    )
    errors: list[BaseException] = []
    with lab.installed(), Recorder():
        execute(program, failed=errors.append)
    assert str(errors[0]).splitlines()[-1] == (
        f"  {what} stops the event loop, so no task can go on and end this wait:"
        f" in a coroutine, await an asyncio.{instead} instead"
    )
