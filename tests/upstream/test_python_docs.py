"""Statements in Python's own documentation that programs refute.

They were read in the documentation of Python 3.14, and in the docstrings of 3.13.
"""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from tests.claims.claim import duration, run
from tests.upstream.correction import upstream


@upstream(
    "library/asyncio-dev.rst, Concurrency and Multithreading",
    says="When a Task executes an await expression, the running Task gets suspended, and the event"
    " loop executes the next Task.",
    seen="Awaiting a coroutine that doesn't have to wait leaves the task running.",
    better="When a Task awaits something that isn't ready, the running Task gets suspended, ...",
)
def test_an_await_may_keep_the_turn() -> None:
    order: list[str] = []

    async def nothing_to_wait_for() -> None:
        order.append("awaited")

    async def other() -> None:
        order.append("other task")

    async def main() -> None:
        task = asyncio.create_task(other())
        await nothing_to_wait_for()
        order.append("after the await")
        await task

    run(main())
    assert order == ["awaited", "after the await", "other task"]


@upstream(
    "library/asyncio-task.rst, create_task",
    says="The event loop only keeps weak references to tasks. A task that isn't referenced"
    " elsewhere may get garbage collected at any time.",
    seen="The loop's ready queue, timers and selector keep tasks. Lost are tasks that wait for a"
    " future that nothing else refers to.",
    better="The event loop keeps a task only while it is scheduled to run. A task that waits for"
    " something that isn't referenced elsewhere may get garbage collected, even before it's done.",
)
def test_a_sleeping_task_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    async def wait_for_nothing() -> None:
        await asyncio.get_running_loop().create_future()

    async def main() -> list[bool]:
        tasks = [
            weakref.ref(asyncio.create_task(asyncio.sleep(1))),
            weakref.ref(asyncio.create_task(wait_for_nothing())),
        ]
        gc.collect()
        assert all(task() for task in tasks)  # both are ready to run
        await asyncio.sleep(0.1)
        gc.collect()
        return [task() is not None for task in tasks]

    assert run(main()) == [True, False]
    assert "Task was destroyed but it is pending!" in caplog.text


@upstream(
    "library/asyncio-task.rst, Task.cancel",
    says="This arranges for a CancelledError exception to be thrown into the wrapped coroutine on"
    " the next cycle of the event loop.",
    seen="If the coroutine awaits another task or future, that one is cancelled first. The error"
    " comes when it is done, or never, if it doesn't end as cancelled.",
    better="If the coroutine is awaiting a Task or Future, that is cancelled, and the coroutine"
    " gets a CancelledError once it has ended as cancelled. Otherwise ... on the next cycle.",
)
@pytest.mark.parametrize("swallows", [False, True])
def test_a_cancellation_waits_for_the_awaited_task(*, swallows: bool) -> None:
    async def awaited() -> str:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            await asyncio.sleep(5)
            if not swallows:
                raise
        return "an answer"

    async def outer() -> str:
        return await asyncio.create_task(awaited())

    async def main() -> bool:
        task = asyncio.create_task(outer())
        await asyncio.sleep(1)
        task.cancel()
        assert await duration(asyncio.wait([task])) == 5
        return task.cancelled()

    assert run(main()) is not swallows


@upstream(
    "library/asyncio-task.rst, Task Cancellation",
    says="When a task is cancelled, asyncio.CancelledError will be raised in the task at the next"
    " opportunity.",
    seen="A task that is cancelled before its first turn never runs: nothing is raised in it.",
    better="Add: A task that is cancelled before it has started never runs, and neither do its"
    " try/finally blocks.",
)
def test_a_task_that_has_not_started_notices_nothing() -> None:
    seen: list[str] = []

    async def save() -> None:
        try:
            await asyncio.sleep(1)
        finally:
            seen.append("cleaned up")

    async def main() -> bool:
        task = asyncio.create_task(save())
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert run(main())
    assert not seen


@upstream(
    "howto/a-conceptual-overview-of-asyncio.rst, coroutine.send(), await, yield and StopIteration",
    says="SyntaxError: yield from not allowed in a coroutine.",
    seen="SyntaxError: 'yield from' inside async function",
    better="SyntaxError: 'yield from' inside async function",
)
def test_what_python_says_to_yield_from() -> None:
    with pytest.raises(SyntaxError, match=r"^'yield from' inside async function"):
        compile("async def count():\n    yield from []\n", "count.py", "exec")


@upstream(
    "Lib/asyncio/streams.py, docstring of StreamWriter.drain",
    says="Flush the write buffer.",
    seen="drain returns while bytes are in the buffer, if they are fewer than its limit.",
    better="Wait until it is appropriate to resume writing to the stream.",
)
def test_drain_leaves_bytes_in_the_buffer() -> None:
    async def main() -> int:
        left = asyncio.get_running_loop().create_future()

        async def send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while writer.transport.get_write_buffer_size() == 0:
                writer.write(b"x" * 10_000)
            await writer.drain()
            left.set_result(writer.transport.get_write_buffer_size())
            writer.transport.abort()

        server = await asyncio.start_server(send, "127.0.0.1", 0)
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        found: int = await left
        writer.close()
        server.close()
        await asyncio.sleep(0.1)
        return found

    assert run(main()) > 0
