"""What `docs/learn/cancellation.md` claims."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError

from tests.claims.claim import claim, duration, each_factory, run

Wait = Callable[["asyncio.Task[Any]"], Awaitable[Any]]


async def work(seconds: float = 0.2) -> str:
    """Wait for a timer, and clean up, which takes a moment."""
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        await asyncio.sleep(0.05)
        raise
    return "done"


async def cancel_while(wait: Wait, *, swallow: bool = False) -> tuple[bool, bool, float]:
    """Cancel a task that waits for another one.

    Returns:
        Whether the waiting task was cancelled, whether the other one was, and how long after
        `cancel()` the waiting task ended.
    """

    async def inner() -> str:
        try:
            return await work()
        except asyncio.CancelledError:
            if swallow:
                return "anyway"
            raise

    loop = asyncio.get_running_loop()
    other = asyncio.create_task(inner())

    async def waiting() -> object:
        return await wait(other)

    waiter = asyncio.create_task(waiting())
    await asyncio.sleep(0.1)
    start = loop.time()
    waiter.cancel()
    await asyncio.wait([waiter])
    took = round(loop.time() - start, 6)
    await asyncio.wait([other])
    return waiter.cancelled(), other.cancelled(), took


async def direct(task: asyncio.Task[Any]) -> object:
    return await task


async def gather(task: asyncio.Task[Any]) -> object:
    return await asyncio.gather(task)


async def wait(task: asyncio.Task[Any]) -> object:
    return await asyncio.wait([task])


async def as_completed(task: asyncio.Task[Any]) -> object:
    for next_answer in asyncio.as_completed([task]):
        return await next_answer
    return None


async def shield(task: asyncio.Task[Any]) -> object:
    return await asyncio.shield(task)


@claim(
    "`cancel()` is a request. A task that waits for a timer or the network gets a"
    " `CancelledError` from that `await`, once."
)
@each_factory
def test_a_cancellation_is_raised_once(*, eager: bool) -> None:
    seen = []

    async def fetch(wait: Awaitable[object]) -> None:
        try:
            await wait
        except asyncio.CancelledError:
            seen.append("cancelled")
            await asyncio.sleep(0.1)  # not raised again
            seen.append("waited")
            raise

    async def main() -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()
            await writer.wait_closed()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            for waiting in [asyncio.sleep(1), reader.readline()]:
                task = asyncio.create_task(fetch(waiting))
                await asyncio.sleep(0.1)
                task.cancel()
                assert not task.cancelled()  # it only asks
                await asyncio.wait([task])
                assert task.cancelled()
            writer.close()
            await writer.wait_closed()
            await asyncio.sleep(0.1)  # until the server has closed its end

    run(main(), eager=eager)
    assert seen == ["cancelled", "waited"] * 2


@claim("`await task` passes a cancellation on to the task. `wait` and `shield` don't.")
@each_factory
def test_await_hands_on_and_wait_does_not(*, eager: bool) -> None:
    assert run(cancel_while(direct), eager=eager) == (True, True, 0.05)
    assert run(cancel_while(wait), eager=eager) == (True, False, 0)
    assert run(cancel_while(shield), eager=eager) == (True, False, 0)


@claim("cancels all its tasks, and waits until they have ended")
@each_factory
def test_gather_and_a_group_cancel_their_tasks(*, eager: bool) -> None:
    assert run(cancel_while(gather), eager=eager) == (True, True, 0.05)

    async def in_a_group() -> tuple[bool, float]:
        loop = asyncio.get_running_loop()
        tasks: list[asyncio.Task[str]] = []

        async def group() -> None:
            async with asyncio.TaskGroup() as group:
                tasks.extend(group.create_task(work()) for _ in range(2))

        waiter = asyncio.create_task(group())
        await asyncio.sleep(0.1)
        start = loop.time()
        waiter.cancel()
        await asyncio.wait([waiter])
        took = round(loop.time() - start, 6)
        return waiter.cancelled() and all(task.cancelled() for task in tasks), took

    assert run(in_a_group(), eager=eager) == (True, 0.05)


@claim("ends the wait; their tasks continue")
@each_factory
def test_wait_and_as_completed_leave_their_tasks(*, eager: bool) -> None:
    for waiting in [wait, as_completed]:
        assert run(cancel_while(waiting), eager=eager) == (True, False, 0)


@claim("the `await` inside the coroutine is cancelled, because it is part of the task")
@each_factory
def test_a_coroutine_is_cancelled_inside(*, eager: bool) -> None:
    async def main() -> tuple[bool, list[str]]:
        seen = []

        async def inner() -> None:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                seen.append("inner")
                raise

        async def outer() -> None:
            try:
                await inner()
            finally:
                seen.append("outer")

        task = asyncio.create_task(outer())
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), seen

    assert run(main(), eager=eager) == (True, ["inner", "outer"])


@claim(
    "If it catches the `CancelledError` and returns, the waiting task gets the answer and"
    " is not cancelled."
)
@each_factory
def test_a_swallowed_cancellation_does_not_reach_the_waiter(*, eager: bool) -> None:
    assert run(cancel_while(direct, swallow=True), eager=eager) == (False, False, 0.05)


@claim("If its clean-up raises an error, the waiting task gets that instead:")
@each_factory
def test_a_failing_clean_up_reaches_the_waiter(*, eager: bool) -> None:
    async def fail() -> None:
        try:
            await asyncio.sleep(1)
        finally:
            raise OSError

    async def main() -> BaseException | None:
        task = asyncio.create_task(fail())
        waiter = asyncio.create_task(_result_of(task))
        await asyncio.sleep(0.1)
        waiter.cancel()
        await asyncio.wait([waiter])
        return waiter.exception()

    assert isinstance(run(main(), eager=eager), OSError)


async def _result_of(task: asyncio.Task[Any]) -> object:
    return await task


@claim("A TaskGroup is cancelled once its tasks have ended, whatever they return.")
@each_factory
def test_a_group_is_cancelled_all_the_same(*, eager: bool) -> None:
    async def group(task: asyncio.Task[Any]) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(_result_of(task))

    assert run(cancel_while(group, swallow=True), eager=eager) == (True, False, 0.05)


@claim(
    "cancels all its tasks, and ends as soon as one of them is cancelled or fails, or all have ended"
)
@each_factory
def test_gather_does_not_wait_for_slow_clean_up(*, eager: bool) -> None:
    async def slow() -> None:
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(0.5)

    async def took(*, all_of_them: bool) -> float:
        tasks = [asyncio.create_task(asyncio.sleep(1)), asyncio.create_task(slow())]

        async def gathering() -> None:
            await asyncio.gather(*tasks, return_exceptions=all_of_them)

        waiter = asyncio.create_task(gathering())
        await asyncio.sleep(0.1)
        waiter.cancel()
        duration_of_wait = await duration(asyncio.wait([waiter]))
        assert waiter.cancelled()
        await asyncio.wait(tasks)
        assert all(task.cancelled() for task in tasks)
        return duration_of_wait

    assert run(took(all_of_them=False), eager=eager) == 0
    assert run(took(all_of_them=True), eager=eager) == 0.5

    async def swallows() -> str:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            return "answer"
        return ""

    async def took_with_one_that_swallows(*others: Coroutine[Any, Any, object]) -> float:
        async def gathering() -> None:
            await asyncio.gather(swallows(), *others)

        waiter = asyncio.create_task(gathering())
        await asyncio.sleep(0.1)
        waiter.cancel()
        duration_of_wait = await duration(asyncio.wait([waiter]))
        assert waiter.cancelled()
        return duration_of_wait

    # The first to end swallows the request: that doesn't end the wait, unless it was the last.
    assert run(took_with_one_that_swallows(slow()), eager=eager) == 0.5
    assert run(took_with_one_that_swallows(), eager=eager) == 0


@claim(
    "cancels the future: every task that awaits it gets `CancelledError`, and it can no longer"
    " be filled"
)
@each_factory
def test_a_shared_future_is_cancelled_for_all(*, eager: bool) -> None:
    async def main() -> None:
        future = asyncio.get_running_loop().create_future()

        async def waiting() -> None:
            await future

        ada, bob = asyncio.create_task(waiting()), asyncio.create_task(waiting())
        await asyncio.sleep(0.1)
        ada.cancel()
        await asyncio.wait([ada, bob])
        assert ada.cancelled()
        assert bob.cancelled()
        with pytest.raises(asyncio.InvalidStateError):
            future.set_result(1)

    run(main(), eager=eager)


@claim("ends the wait, and the call never begins")
def test_a_queued_call_never_begins() -> None:
    begun = []

    def call(name: str) -> None:
        begun.append(name)
        time.sleep(0.2)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(max_workers=1) as pool:
            first = loop.run_in_executor(pool, call, "first")
            second = loop.run_in_executor(pool, call, "second")
            await asyncio.sleep(0.1)
            second.cancel()
            await asyncio.wait([first, second])

    run(main())
    assert begun == ["first"]


@claim("ends the wait; the thread continues")
def test_a_running_thread_goes_on() -> None:
    ended = []

    def call() -> None:
        time.sleep(0.3)
        ended.append("thread")

    async def main() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await asyncio.to_thread(call)
        ended.append("wait")

    run(main())
    assert ended == ["wait", "thread"]


@claim("A running task is cancelled the next time it has to wait.")
@claim(
    "nothing yet; the next one that has to wait raises, or the task ends as cancelled if it"
    " returns first"
)
@claim(
    "If `work` returned before that, the task would still be cancelled, and its result"
    " would be lost."
)
@each_factory
def test_a_running_task_goes_on_to_its_next_wait(*, eager: bool) -> None:
    seen = []

    async def nothing() -> None:
        pass

    async def stop_myself() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        seen.append("still running")
        await nothing()
        seen.append("past an await")
        await asyncio.sleep(0)
        seen.append("not reached")

    async def main() -> None:
        await asyncio.sleep(0)
        task = asyncio.create_task(stop_myself())
        await asyncio.wait([task])
        assert task.cancelled()

    run(main(), eager=eager)
    assert seen == ["still running", "past an await"]

    async def cancel_and_return() -> int:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        return 42

    async def returned() -> bool:
        await asyncio.sleep(0)
        task = asyncio.create_task(cancel_and_return())
        await asyncio.wait([task])
        return task.cancelled()

    assert run(returned())

    async def cancel_and_fail() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        raise OSError

    async def failed() -> BaseException | None:
        await asyncio.sleep(0)
        task = asyncio.create_task(cancel_and_fail())
        await asyncio.wait([task])
        return task.exception()  # it would raise if the task were cancelled

    assert isinstance(run(failed()), OSError)


@claim(
    "If a task is cancelled before its first turn, none of its code runs, not even its `finally`."
)
def test_cancelled_before_the_first_turn() -> None:
    ran = []

    async def never() -> None:
        try:
            ran.append("a line")
            await asyncio.sleep(0)
        finally:
            ran.append("finally")

    async def main() -> None:
        task = asyncio.create_task(never())
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    run(main())
    assert ran == []


@claim(
    "After `cancel()`, wait with `asyncio.wait([task])`, then ask: `if not task.cancelled():"
    " task.result()`."
)
@each_factory
def test_wait_does_not_swallow_your_own_cancellation(*, eager: bool) -> None:
    async def stop(task: asyncio.Task[Any]) -> None:
        task.cancel()
        await asyncio.wait([task])

    async def main() -> None:
        task = asyncio.create_task(work(10))
        await asyncio.sleep(0.1)
        await stop(task)  # raises nothing because the task was cancelled
        assert task.cancelled()

        task = asyncio.create_task(work(10))
        await asyncio.sleep(0.1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):  # less than the clean-up takes
                await stop(task)

        async def fail() -> None:
            try:
                await asyncio.sleep(10)
            finally:
                raise OSError

        failing = asyncio.create_task(fail())
        await asyncio.sleep(0.1)
        await stop(failing)
        assert isinstance(failing.exception(), OSError)  # a failed clean-up can be asked for

    run(main(), eager=eager)


@claim("So it swallowed the timeout, and the block ended as if there were no limit.")
@claim(
    "The goodbye didn't finish either, because `await task` passed the timeout's"
    " cancellation on to the task."
)
@each_factory
def test_suppress_swallows_the_timeout_and_cuts_the_clean_up_short(*, eager: bool) -> None:
    async def with_suppress(task: asyncio.Task[Any]) -> None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def with_wait(task: asyncio.Task[Any]) -> None:
        task.cancel()
        await asyncio.wait([task])

    async def main(stop: Wait) -> tuple[bool, float, bool]:
        finished = []

        async def heartbeat() -> None:
            try:
                await asyncio.sleep(10)
            finally:
                await asyncio.sleep(0.3)
                finished.append("goodbye")

        async def limited() -> None:
            async with asyncio.timeout(0.1):
                await stop(task)

        task = asyncio.create_task(heartbeat())
        await asyncio.sleep(0.1)
        timed_out = False
        start = asyncio.get_running_loop().time()
        try:
            await limited()
        except TimeoutError:
            timed_out = True
        took = round(asyncio.get_running_loop().time() - start, 6)
        await asyncio.wait([task])
        return timed_out, took, bool(finished)

    assert run(main(with_suppress), eager=eager) == (False, 0.1, False)
    assert run(main(with_wait), eager=eager) == (True, 0.1, True)


@claim("Clean up in `finally`, which may `await`. Limit a clean-up that could hang.")
@each_factory
def test_clean_up_may_wait_and_is_not_limited(*, eager: bool) -> None:
    async def fetch(limit: float | None) -> None:
        try:
            await asyncio.sleep(10)
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(limit):
                    await asyncio.sleep(5)  # the goodbye hangs

    async def took(limit: float | None) -> float:
        loop = asyncio.get_running_loop()
        start = loop.time()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await fetch(limit)
        return round(loop.time() - start, 6)

    assert run(took(None), eager=eager) == 5.1
    assert run(took(0.1), eager=eager) == 0.2


@claim(
    "`except Exception` lets a cancellation pass. A bare `except:` without `raise`, or a"
    " `return` in `finally`, swallows it, so timeouts and Ctrl-C don't work."
)
@each_factory
def test_what_swallows_and_what_does_not(*, eager: bool) -> None:
    async def exception() -> None:
        with suppress(Exception):
            await asyncio.sleep(1)

    async def bare() -> None:
        try:
            await asyncio.sleep(1)
        except:
            pass

    async def bare_and_raise() -> None:
        try:
            await asyncio.sleep(1)
        except:
            raise

    async def timed_out(program: Callable[[], Awaitable[None]]) -> bool:
        try:
            async with asyncio.timeout(0.1):
                await program()
        except TimeoutError:
            return True
        return False

    assert run(timed_out(exception), eager=eager)
    assert run(timed_out(bare_and_raise), eager=eager)
    assert not run(timed_out(bare), eager=eager)
    # Newer Pythons warn of the syntax, so it is compiled only here.
    namespace: dict[str, Any] = {"asyncio": asyncio}
    source = (
        "async def return_in_finally():\n    try:\n        await asyncio.sleep(1)\n"
        "    finally:\n        return\n"
    )
    with pytest.warns(SyntaxWarning) if sys.version_info >= (3, 14) else nullcontext():
        exec(compile(source, "<claim>", "exec"), namespace)  # noqa: S102 - see above
    assert not run(timed_out(namespace["return_in_finally"]), eager=eager)


@claim("`CancelledError` is neither a `ClientError` nor a `TimeoutError`.")
def test_a_cancellation_is_no_error_of_the_network() -> None:
    for kind in (ClientError, TimeoutError, OSError, Exception):
        assert not issubclass(asyncio.CancelledError, kind)


@claim("You can call `stop` before `start`, twice, or after the end.")
@each_factory
def test_a_download_that_is_started_again_meanwhile_does_not_disturb_stop(*, eager: bool) -> None:
    program = Path("snippets/cancellation/stop_button.py").read_text("utf-8")
    recipe: dict[str, Any] = {"print": lambda *words: None}
    exec(program.replace("asyncio.run(main())", ""), recipe)  # noqa: S102 - our own

    async def main() -> None:
        download = recipe["Download"]()
        await download.stop()
        download.start()
        await asyncio.sleep(0.05)

        async def start_again() -> None:
            await asyncio.wait([download.task])
            download.start()

        again = asyncio.create_task(start_again())
        await asyncio.sleep(0)
        await download.stop()
        await again
        await download.stop()
        await download.stop()

    run(main(), eager=eager)
