"""What `docs/learn/cancellation-in-depth.md` claims."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from aiohttp import web

from tests.claims.claim import claim, each_factory, run
from tests.claims.servers import asking
from tests.recipes.recipe import load


@claim("`shield` protects a task, not your wait for it. Keep the task, and wait for it.")
@claim(
    "The second wait, `await saving`, isn't shielded, so a second cancellation would"
    " interrupt the save."
)
@each_factory
def test_shield_guards_the_task_and_not_the_wait(*, eager: bool) -> None:
    ended: list[str] = []

    async def save() -> None:
        try:
            await asyncio.sleep(0.3)
            ended.append("saved")
        except asyncio.CancelledError:
            ended.append("cut off")
            raise

    async def order() -> None:
        saving = asyncio.create_task(save())
        try:
            await asyncio.shield(saving)
        except asyncio.CancelledError:
            ended.append("the wait")
            await saving
            raise

    async def main(times: int) -> None:
        task = asyncio.create_task(order())
        for _ in range(times):
            await asyncio.sleep(0.1)
            task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    run(main(1), eager=eager)
    assert ended == ["the wait", "saved"]
    ended.clear()
    run(main(2), eager=eager)
    assert ended == ["the wait", "cut off"]


@claim("Ctrl-C cancels the main task, and with it the group that it waits for.")
@claim("If you press Ctrl-C again during the goodbyes, a `KeyboardInterrupt` is raised at once.")
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_cancels_main_and_its_group(times: int) -> None:
    ended: list[str] = []

    async def worker() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.5)
            ended.append("goodbye")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for number in range(times):
            loop.call_later(0.1 * (number + 1), signal.raise_signal, signal.SIGINT)
        async with asyncio.TaskGroup() as group:
            group.create_task(worker())
            group.create_task(worker())

    with pytest.raises(KeyboardInterrupt):
        run(main())
    if times == 1:
        assert ended == ["goodbye", "goodbye"]
    else:
        assert ended == []


async def swallow(*, take_back: bool) -> None:
    """Swallow a cancellation, and go on."""
    task = asyncio.current_task()
    assert task is not None
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(1)
    if take_back:
        task.uncancel()
    await asyncio.sleep(1)


async def fail() -> None:
    """Wait, and fail."""
    await asyncio.sleep(0.1)
    raise OSError


@claim("If you swallow a cancellation on purpose, call `uncancel()`.")
@claim(
    "With `uncancel`, the timeout's request is the only one, and the `CancelledError`"
    " becomes a `TimeoutError`."
)
@each_factory
def test_without_uncancel_a_timeout_cancels(*, eager: bool) -> None:
    async def work(*, take_back: bool) -> str:
        try:
            async with asyncio.timeout(0.3):
                await swallow(take_back=take_back)
        except TimeoutError:
            return "timeout"
        return "no timeout"

    async def main(*, take_back: bool) -> str:
        task = asyncio.create_task(work(take_back=take_back))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait([task])
        return "cancelled" if task.cancelled() else task.result()

    assert run(main(take_back=True), eager=eager) == "timeout"
    assert run(main(take_back=False), eager=eager) == "cancelled"


@claim(
    "asyncio raises a cancellation once. If code catches it, only the count is left:"
    " `cancelling()`."
)
@each_factory
def test_a_caught_cancellation_is_spent(*, eager: bool) -> None:
    async def main() -> None:
        for take_back in [True, False]:
            task = asyncio.create_task(swallow(take_back=take_back))
            await asyncio.sleep(0.1)
            task.cancel()
            await asyncio.wait([task])
            assert not task.cancelled()
            assert task.cancelling() == (0 if take_back else 1)

    run(main(), eager=eager)


@claim(
    "At the end of its block, the timeout uses the count to find out whether its own request is the"
    " only one since the block began."
)
@pytest.mark.parametrize("uncancels", [False, True])
@pytest.mark.parametrize("swallowed_in_the_block", [False, True])
@each_factory
def test_a_timeout_counts_from_where_its_block_begins(
    *, swallowed_in_the_block: bool, uncancels: bool, eager: bool
) -> None:
    async def swallow() -> None:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            assert task is not None
            if uncancels:
                task.uncancel()

    async def work() -> None:
        if not swallowed_in_the_block:
            await swallow()
        async with asyncio.timeout(0.3):
            if swallowed_in_the_block:
                await swallow()
            await asyncio.sleep(1)

    async def main() -> None:
        task = asyncio.create_task(work())
        await asyncio.sleep(0.1)
        task.cancel()
        await task

    passes_on = swallowed_in_the_block and not uncancels
    with pytest.raises(asyncio.CancelledError if passes_on else TimeoutError):
        run(main(), eager=eager)


@claim("`asyncio.current_task().cancelling()` is 0 unless your own task was asked.")
@each_factory
def test_cancelling_tells_who_was_asked(*, eager: bool) -> None:
    counts = {}

    async def inner() -> None:
        await asyncio.sleep(1)

    async def outer(name: str, task: asyncio.Task[None]) -> None:
        mine = asyncio.current_task()
        assert mine is not None
        try:
            await task
        except asyncio.CancelledError:
            counts[name] = mine.cancelling()

    async def main() -> None:
        for name in ["inner", "outer"]:
            other = asyncio.create_task(inner())
            waiter = asyncio.create_task(outer(name, other))
            await asyncio.sleep(0.1)
            (other if name == "inner" else waiter).cancel()
            await asyncio.wait([waiter])

    run(main(), eager=eager)
    assert counts == {"inner": 0, "outer": 1}


@claim(
    "On Python 3.11 and 3.12, the count can be too high. If a task of a TaskGroup fails"
    " while the block waits at its end, the group's own request stays in the count."
)
@pytest.mark.parametrize("at_its_end", [True, False])
@each_factory
def test_what_a_failed_group_leaves_in_the_count(*, eager: bool, at_its_end: bool) -> None:
    async def main() -> int:
        with pytest.raises(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
                if not at_its_end:
                    await asyncio.sleep(1)
        mine = asyncio.current_task()
        assert mine is not None
        return mine.cancelling()

    assert run(main(), eager=eager) == (at_its_end and sys.version_info < (3, 13))


NO_SIGINT = ("win32", "emscripten")
CTRL_C_AFTER_A_GROUP = """
import asyncio, os, signal

async def fail():
    raise OSError

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
    except* OSError:
        pass
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.sleep(600)

try:
    asyncio.run(main())
except BaseException as error:
    print(type(error).__name__)
"""


@claim(
    "If that happens in `main`, a later Ctrl-C ends the program with a `CancelledError` instead of a"
    " `KeyboardInterrupt`."
)
@pytest.mark.skipif(sys.platform in NO_SIGINT, reason="no process can be sent a SIGINT there")
def test_ctrl_c_after_a_failed_group() -> None:
    program = [sys.executable, "-c", CTRL_C_AFTER_A_GROUP]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    expected = "CancelledError" if sys.version_info < (3, 13) else "KeyboardInterrupt"
    assert done.stdout.strip() == expected


@claim(
    "This happens after any group that fails in a task whose count isn't 0, even if the"
    " group is part of a clean-up."
)
@claim("even if the group is part of a clean-up.")
@pytest.mark.parametrize("take_back", [True, False])
@each_factory
def test_a_group_that_fails_in_a_clean_up_cancels_again(*, eager: bool, take_back: bool) -> None:
    ends = []

    async def work() -> None:
        try:
            await asyncio.sleep(1)
        finally:
            mine = asyncio.current_task()
            assert mine is not None
            if take_back:
                mine.uncancel()
            with pytest.raises(ExceptionGroup):
                async with asyncio.TaskGroup() as group:
                    group.create_task(fail())
            await asyncio.sleep(0.1)
            ends.append("cleaned up")

    async def main() -> None:
        task = asyncio.create_task(work())
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    run(main(), eager=eager)
    again = not take_back and sys.version_info >= (3, 13)
    assert ends == ([] if again else ["cleaned up"])


@claim("Since Python 3.13, the next wait after the group then raises the cancellation again:")
@each_factory
def test_a_group_that_fails_cancels_again(*, eager: bool) -> None:
    async def clean_up_fails() -> None:
        try:
            await asyncio.sleep(1)
        finally:
            raise OSError

    async def work() -> None:
        with pytest.raises(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(clean_up_fails())
        await asyncio.sleep(0)

    async def main() -> bool:
        task = asyncio.create_task(work())
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert run(main(), eager=eager) is (sys.version_info >= (3, 13))


@claim(
    "A call that is cancelled should have done all of its work, or none. Keep what you"
    " take where the caller can find it."
)
@each_factory
def test_what_is_kept_outside_is_not_lost(*, eager: bool) -> None:
    async def take_two(queue: asyncio.Queue[str]) -> list[str]:
        return [await queue.get(), await queue.get()]

    async def fill(pair: list[str], queue: asyncio.Queue[str]) -> list[str]:
        while len(pair) < 2:
            pair.append(await queue.get())
        return pair

    async def main() -> None:
        for lossless in [False, True]:
            queue: asyncio.Queue[str] = asyncio.Queue()
            pair: list[str] = []
            queue.put_nowait("left")
            with suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await (fill(pair, queue) if lossless else take_two(queue))
            assert queue.empty()
            assert pair == (["left"] if lossless else [])
            queue.put_nowait("right")
            if lossless:
                assert await fill(pair, queue) == ["left", "right"]

    run(main(), eager=eager)


@claim("But that counts as a new item, so join would wait for one `task_done` too many.")
@claim("And if the queue is full by then, you get QueueFull.")
def test_putting_back_counts_twice() -> None:
    async def main() -> None:
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
        queue.put_nowait("job")
        job = await queue.get()
        queue.put_nowait(job)  # put back
        await queue.get()
        queue.task_done()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await queue.join()
        queue.put_nowait("another")
        with pytest.raises(asyncio.QueueFull):
            queue.put_nowait(job)

    run(main())


@claim(
    "The job counts as a new one, and `task_done` takes the old one off the count. In"
    " this order, the count can't be zero in between, which would end `join`."
)
def test_put_first_then_count_off() -> None:
    async def main(*, put_first: bool) -> bool:
        queue: asyncio.Queue[str] = asyncio.Queue()
        queue.put_nowait("job")
        joining = asyncio.create_task(queue.join())
        job = await queue.get()
        await asyncio.sleep(0.1)
        if put_first:
            queue.put_nowait(job)
            queue.task_done()
        else:
            queue.task_done()
            queue.put_nowait(job)
        await asyncio.sleep(0.1)
        returned = joining.done()
        queue.get_nowait()
        queue.task_done()
        await asyncio.wait_for(queue.join(), 1)
        joining.cancel()
        return returned

    assert run(main(put_first=True)) is False
    assert run(main(put_first=False)) is True


async def cancelled_after(seconds: float, work: Awaitable[object]) -> bool:
    """Whether a task that does a piece of work was cancelled, when asked to after some seconds."""

    async def wait_for_it() -> None:
        await work

    task = asyncio.create_task(wait_for_it())
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled()


@claim("nothing was taken, nothing was put in")
@each_factory
def test_a_cancelled_get_or_put_has_done_nothing(*, eager: bool) -> None:
    async def main() -> None:
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
        assert await cancelled_after(0.1, queue.get())

        reader = asyncio.create_task(queue.get())
        await asyncio.sleep(0.1)
        queue.put_nowait("a letter")  # arrives in the turn in which the reader is cancelled
        reader.cancel()
        await asyncio.wait([reader])
        assert reader.cancelled()
        assert queue.qsize() == 1

        assert await cancelled_after(0.1, queue.put("another"))
        writer = asyncio.create_task(queue.put("a third"))
        await asyncio.sleep(0.1)
        assert queue.get_nowait() == "a letter"
        writer.cancel()
        await asyncio.wait([writer])
        assert writer.cancelled()
        assert queue.empty()

    run(main(), eager=eager)


@claim("it wasn't acquired")
@pytest.mark.parametrize("kind", [asyncio.Lock, asyncio.Semaphore])
@each_factory
def test_a_cancelled_acquire_acquires_nothing(
    *, eager: bool, kind: type[asyncio.Lock] | type[asyncio.Semaphore]
) -> None:
    async def main() -> None:
        lock = kind()
        await lock.acquire()
        assert await cancelled_after(0.1, lock.acquire())

        waiting = asyncio.create_task(lock.acquire())
        await asyncio.sleep(0.1)
        lock.release()  # in the turn in which the waiting task is cancelled
        waiting.cancel()
        await asyncio.wait([waiting])
        assert waiting.cancelled()
        await asyncio.wait_for(lock.acquire(), 1)

    run(main(), eager=eager)


READS: dict[str, Callable[[asyncio.StreamReader], Awaitable[bytes]]] = {
    "readline": lambda reader: reader.readline(),
    "readuntil": lambda reader: reader.readuntil(),
    "readexactly": lambda reader: reader.readexactly(13),
}


@claim("what had arrived is lost")
@each_factory
def test_a_cancelled_read_to_the_end_loses_what_had_arrived(*, eager: bool) -> None:
    async def main() -> bytes:
        reader = asyncio.StreamReader()
        reader.feed_data(b"good ")
        assert await cancelled_after(0.1, reader.read())
        reader.feed_data(b"morning")
        reader.feed_eof()
        return await reader.read()

    assert run(main(), eager=eager) == b"morning"


@claim("nothing was read: the bytes stay in the reader")
@each_factory
def test_a_cancelled_read_of_some_bytes_reads_nothing(*, eager: bool) -> None:
    async def main() -> bytes:
        reader = asyncio.StreamReader()
        assert await cancelled_after(0.1, reader.read(5))
        reading = asyncio.create_task(reader.read(5))
        await asyncio.sleep(0.1)
        reader.feed_data(b"good")  # in the turn in which the reading task is cancelled
        reading.cancel()
        await asyncio.wait([reading])
        assert reading.cancelled()
        return await reader.read(5)

    assert run(main(), eager=eager) == b"good"


@claim("nothing was read: the bytes stay in the reader")
@claim("The first half stayed in the reader, and the second `readline` returned the whole line.")
@pytest.mark.parametrize("method", READS)
@each_factory
def test_a_cancelled_read_reads_nothing(*, eager: bool, method: str) -> None:
    async def half(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"good ")
        await asyncio.sleep(0.3)
        writer.write(b"morning\n")
        writer.close()
        await writer.wait_closed()

    async def main() -> bytes:
        async with await asyncio.start_server(half, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            assert await cancelled_after(0.1, READS[method](reader))
            found = await READS[method](reader)
            writer.close()
            await writer.wait_closed()
        return found

    assert run(main(), eager=eager) == b"good morning\n"


@claim("what you have written is still sent")
@each_factory
def test_a_cancelled_drain_takes_nothing_back(*, eager: bool) -> None:
    much = bytes(5_000_000)

    async def main() -> int:
        received = asyncio.get_running_loop().create_future()

        async def reads_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.3)
            received.set_result(len(await reader.read()))
            writer.close()
            await writer.wait_closed()

        async with await asyncio.start_server(reads_late, "127.0.0.1", 0) as server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(much)
            assert await cancelled_after(0.1, writer.drain())
            writer.close()
            await writer.wait_closed()
            return int(await received)

    assert run(main(), eager=eager) == len(much)


@claim("the lock is acquired again before `CancelledError` is raised")
@each_factory
def test_a_cancelled_condition_has_its_lock_again(*, eager: bool) -> None:
    async def main() -> bool:
        condition = asyncio.Condition()
        raised = False

        async def customer() -> None:
            nonlocal raised
            async with condition:
                try:
                    await condition.wait()
                except asyncio.CancelledError:
                    raised = True
                    assert condition.locked()
                    raise

        task = asyncio.create_task(customer())
        await asyncio.sleep(0.1)
        async with condition:
            task.cancel()
            await asyncio.sleep(0.1)
            assert not raised  # the cancelled task has to wait for the lock
        await asyncio.wait([task])
        return raised and task.cancelled()

    assert run(main(), eager=eager)


@claim("the server may have received it and acted on it")
def test_a_cancelled_request_may_have_had_its_effect() -> None:
    orders = []

    async def order(request: web.BaseRequest) -> web.Response:
        orders.append(await request.text())
        await asyncio.sleep(1)
        return web.Response()

    async def main() -> None:
        async with asking(order) as session:

            async def send() -> None:
                async with session.post("/", data="tea"):
                    pass

            assert await cancelled_after(0.1, send())

    run(main())
    assert orders == ["tea"]


@claim("When `main` returns, `asyncio.run` cancels the step, too")
@pytest.mark.parametrize("waits", [False, True])
def test_a_step_ends_with_main(*, waits: bool) -> None:
    recipe = load("cancellation/to_the_end")
    saved: list[str] = []

    async def save() -> None:
        await asyncio.sleep(0.3)
        saved.append("order")

    async def main() -> None:
        order = asyncio.create_task(recipe.to_the_end(save()))
        await asyncio.sleep(0.1)
        order.cancel()
        if waits:
            await asyncio.wait([order])

    run(main())
    assert saved == ["order"] * waits
