"""What `docs/learn/timeouts.md` claims."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import RawTestServer

from tests.claims.claim import claim, duration, each_factory, run


async def ask(seconds: float) -> str:
    """Wait, as for a server."""
    await asyncio.sleep(seconds)
    return "answer"


async def limited(seconds: float | None, work: Awaitable[object]) -> bool:
    """Whether a piece of work ran into a limit."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        return True
    return False


@claim(
    "`async with asyncio.timeout(seconds):` goes around every wait for the outside world, in the"
    " task that waits."
)
@claim(
    "`create_task` returns at once, so the block is soon over, and the task keeps waiting"
    " without a limit."
)
def test_a_timeout_limits_what_is_awaited_in_its_block() -> None:
    async def only_started() -> str:
        async with asyncio.timeout(0.1):
            task = asyncio.create_task(ask(1))
        return await task

    async def started_and_awaited() -> str:
        async with asyncio.timeout(0.1):
            return await asyncio.create_task(ask(1))

    assert run(only_started()) == "answer"
    with pytest.raises(TimeoutError):
        run(started_and_awaited())
    with pytest.raises(TimeoutError):
        run(started_and_awaited_in_a_group())


async def started_and_awaited_in_a_group() -> None:
    """A group's end is a wait, too."""
    async with asyncio.timeout(0.1), asyncio.TaskGroup() as group:
        group.create_task(ask(1))


@claim("Catch `TimeoutError` outside the block. Inside, it is a `CancelledError`: let it pass.")
@claim("Inside the block, there is no `TimeoutError` yet.")
@each_factory
def test_inside_the_block_it_is_a_cancellation(*, eager: bool) -> None:
    seen = []

    async def main(*, let_it_pass: bool) -> None:
        try:
            async with asyncio.timeout(0.1):
                try:
                    await ask(1)
                except (TimeoutError, asyncio.CancelledError) as error:
                    seen.append(type(error))
                    if let_it_pass:
                        raise
        except TimeoutError:
            seen.append(TimeoutError)

    run(main(let_it_pass=True), eager=eager)
    assert seen == [asyncio.CancelledError, TimeoutError]
    seen.clear()
    run(main(let_it_pass=False), eager=eager)
    assert seen == [asyncio.CancelledError]


@claim(
    "If a clean-up in the block raises an error, the block ends with that error instead"
    " of the `TimeoutError`."
)
@each_factory
def test_a_failing_clean_up_hides_the_timeout(*, eager: bool) -> None:
    async def main() -> None:
        async with asyncio.timeout(0.1):
            try:
                await ask(1)
            finally:
                raise ConnectionError

    with pytest.raises(ConnectionError):
        run(main(), eager=eager)


@claim(
    "Of nested limits, the one that is due first fires, and `expired()` says which. If"
    " both are due at once, the outer one raises the `TimeoutError`."
)
@each_factory
def test_the_first_due_of_nested_limits_fires(*, eager: bool) -> None:
    async def expired(outer: float, inner: float) -> tuple[bool, bool, float]:
        loop = asyncio.get_running_loop()
        start = loop.time()
        with suppress(TimeoutError):
            async with asyncio.timeout(outer) as first:
                async with asyncio.timeout(inner) as second:
                    await ask(1)
        return first.expired(), second.expired(), round(loop.time() - start, 6)

    assert run(expired(0.2, 0.5), eager=eager) == (True, False, 0.2)
    assert run(expired(0.5, 0.2), eager=eager) == (False, True, 0.2)

    async def who_raises() -> tuple[str, bool, bool]:
        raised = "none"
        try:
            async with asyncio.timeout(0.2) as outer:
                try:
                    async with asyncio.timeout(0.1) as inner:
                        time.sleep(0.3)  # both are due when the loop has its next turn
                        await ask(1)
                except TimeoutError:
                    raised = "inner"
        except TimeoutError:
            raised = "outer"
        return raised, outer.expired(), inner.expired()

    assert run(who_raises(), eager=eager) == ("outer", True, True)


@claim("expired() tells you afterwards whether a block's timer fired.")
def test_expired_says_that_the_timer_fired() -> None:
    async def main() -> tuple[bool, bool]:
        async with asyncio.timeout(0.1) as quick:
            await asyncio.sleep(0)
        async with asyncio.timeout(0.1) as blocked:
            time.sleep(0.2)  # the time is up, but the timer has no turn
        return quick.expired(), blocked.expired()

    assert run(main()) == (False, False)


@claim(
    "A function that waits needs no `timeout` parameter, because its caller can put a"
    " block around it."
)
@claim(
    "The block around the call limits the whole call, whatever limits `show_page` has inside,"
    " even if it has none."
)
@each_factory
def test_a_block_around_the_call_limits_the_whole(*, eager: bool) -> None:
    async def two_questions(timeout: float | None = None) -> None:
        for _ in range(2):
            async with asyncio.timeout(timeout):
                await ask(0.2)

    assert run(duration(two_questions(0.3)), eager=eager) == 0.4  # handed on: no timeout
    assert run(duration(limited(0.3, two_questions())), eager=eager) == 0.3
    assert run(limited(0.3, two_questions()), eager=eager)


@claim("`timeout_at` sets one deadline for many steps, and `reschedule` limits silence.")
@each_factory
def test_one_deadline_and_a_limit_on_silence(*, eager: bool) -> None:
    async def steps() -> int:
        deadline = asyncio.get_running_loop().time() + 0.5
        done = 0
        with suppress(TimeoutError):
            for _ in range(3):
                async with asyncio.timeout_at(deadline):
                    await ask(0.2)
                    done += 1
        return done

    async def listen(pauses: list[float]) -> int:
        loop = asyncio.get_running_loop()
        heard = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(0.3) as limit:
                for pause in pauses:
                    await asyncio.sleep(pause)
                    heard += 1
                    limit.reschedule(loop.time() + 0.3)
        return heard

    assert run(steps(), eager=eager) == 2
    assert run(duration(steps()), eager=eager) == 0.5
    assert run(listen([0.2] * 20), eager=eager) == 20
    assert run(listen([0.2, 0.2, 0.4, 0.2]), eager=eager) == 2


@claim("A timeout can't stop a call that blocks or a thread that is running.")
@claim("You can cancel the wait for a running thread, but not the thread.")
def test_blocking_calls_and_threads_are_not_stopped() -> None:
    ended: list[str] = []

    def block() -> None:
        time.sleep(0.4)
        ended.append("call")

    async def blocking() -> None:
        block()

    assert not run(limited(0.1, blocking()))
    assert ended == ["call"]

    async def in_a_thread() -> tuple[bool, list[str]]:
        ended.clear()
        return await limited(0.1, asyncio.to_thread(block)), list(ended)

    assert run(in_a_thread()) == (True, [])  # the wait was cut off
    assert ended == ["call"]  # and the thread ran to its end


@claim(
    "On Python 3.11, `wait_for` can also lose a cancellation that arrives together with the answer."
)
def test_wait_for_may_lose_a_cancellation() -> None:
    async def main() -> bool:
        answer = asyncio.get_running_loop().create_future()

        async def reader() -> None:
            await asyncio.wait_for(answer, 5)

        task = asyncio.create_task(reader())
        await asyncio.sleep(0.1)
        answer.set_result(1)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert run(main()) is (sys.version_info >= (3, 12))


@claim(
    "On Python 3.11 and 3.12, catch the errors of a TaskGroup outside the block, too. If you catch them"
    " inside and the time is up later, the block can end with a `CancelledError` instead."
)
@each_factory
def test_a_failed_group_in_a_timeout(*, eager: bool) -> None:
    async def fail() -> None:
        await asyncio.sleep(0.1)
        raise OSError

    async def a_group() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())

    async def inside() -> str:
        try:
            async with asyncio.timeout(0.5):
                with pytest.raises(ExceptionGroup):
                    await a_group()
                await ask(1)
        except TimeoutError:
            return "timeout"
        except asyncio.CancelledError:
            return "cancelled"
        return "no timeout"

    async def outside() -> bool:
        with pytest.raises(ExceptionGroup):
            async with asyncio.timeout(0.5):
                await a_group()
        return await limited(0.5, ask(1))

    expected = "cancelled" if sys.version_info < (3, 13) else "timeout"
    assert run(inside(), eager=eager) == expected
    assert run(outside(), eager=eager)


@claim(
    "It only makes a task if the limit is 0 or less, and then cancels it at once, unless it is"
    " eager and already done."
)
@pytest.mark.parametrize("limit", [-1, 0, 1])
@each_factory
def test_wait_for_without_time_makes_a_task(*, eager: bool, limit: float) -> None:
    ended_in: list[asyncio.Task[Any] | None] = []

    async def waits() -> None:
        try:
            await ask(0.1)
        finally:
            ended_in.append(asyncio.current_task())

    async def main() -> bool:
        try:
            await asyncio.wait_for(waits(), limit)
        except TimeoutError:
            return True
        own_task = sys.version_info < (3, 12)
        assert (ended_in[0] is not asyncio.current_task()) is own_task
        return False

    assert run(main(), eager=eager) is (limit <= 0)
    # An eager task has begun by the time it is cancelled; any other never runs a line.
    assert len(ended_in) == (eager or limit > 0)

    async def answers() -> bool:
        try:
            return await asyncio.wait_for(asyncio.sleep(0, True), limit)
        except TimeoutError:
            return False

    async def answers_at_once() -> bool:
        async def known() -> bool:
            return True

        try:
            return await asyncio.wait_for(known(), limit)
        except TimeoutError:
            return False

    assert run(answers(), eager=eager) is (limit > 0)
    assert run(answers_at_once(), eager=eager) is (eager or limit > 0)


@claim("This block has no limit, so the mail arrives after a second.")
def test_none_is_no_limit() -> None:
    assert not run(limited(None, ask(1)))
    assert run(duration(limited(None, ask(1)))) == 1


@claim("don't swallow the `CancelledError` in the block, because then there is no timeout")
@each_factory
def test_a_swallowed_cancellation_is_no_timeout(*, eager: bool) -> None:
    async def swallow() -> None:
        with suppress(asyncio.CancelledError):
            await ask(1)
        await ask(0.5)

    async def in_a_task() -> None:
        await asyncio.create_task(swallow())

    programs: list[Callable[[], Awaitable[None]]] = [swallow, in_a_task]
    for program in programs:
        assert not run(limited(0.1, program()), eager=eager)
        assert run(duration(limited(0.1, program())), eager=eager) == 0.6


@claim("expect `finally` and `async with` inside the block to clean up, as with any exception;")
@each_factory
def test_clean_up_runs_on_the_way(*, eager: bool) -> None:
    seen = []

    @asynccontextmanager
    async def connection() -> AsyncIterator[None]:
        try:
            yield
        finally:
            await ask(0.1)
            seen.append("closed")

    async def main() -> None:
        try:
            async with asyncio.timeout(0.1), connection():
                try:
                    await ask(1)
                finally:
                    seen.append("finally")
        except TimeoutError:
            seen.append("timeout")

    run(main(), eager=eager)
    assert seen == ["finally", "closed", "timeout"]


@claim('To some libraries, such as aiohttp, 0 means "no limit"')
def test_zero_is_no_limit_for_aiohttp() -> None:
    async def page(_: web.BaseRequest) -> web.Response:
        await asyncio.sleep(1000)
        return web.Response(text="late")

    async def main(total: float) -> int:
        limit = ClientTimeout(total=total)
        async with (
            RawTestServer(page) as server,
            ClientSession(timeout=limit) as session,
            session.get(server.make_url("/")) as resp,
        ):
            return resp.status

    assert run(main(0)) == 200
    with pytest.raises(TimeoutError):
        run(main(999))


@claim(
    "You can also move a deadline to now. The block then ends as if its time were up,"
    " whatever its limit was."
)
@claim("Only this block is stopped, and its task continues after the `except`.")
@pytest.mark.parametrize("limit", [None, 60, 0.5])
@each_factory
def test_a_block_ends_when_its_deadline_is_moved_to_now(
    *, eager: bool, limit: float | None
) -> None:
    async def main() -> tuple[float, bool, list[str]]:
        loop = asyncio.get_running_loop()
        seen = []

        async def stopped() -> None:
            try:
                async with asyncio.timeout(limit) as block:
                    loop.call_later(0.2, lambda: block.reschedule(loop.time()))
                    await asyncio.sleep(9)
            except TimeoutError:
                seen.append("stopped")
            await asyncio.sleep(0.1)
            seen.append("went on")

        async with asyncio.timeout(5) as outer:
            task = asyncio.create_task(stopped())
            other = asyncio.create_task(asyncio.sleep(0.4, "other"))
            took = await duration(task)
            seen.append(await other)
        return took, outer.expired() or bool(task.cancelling()), seen

    assert run(main(), eager=eager) == (0.3, False, ["stopped", "went on", "other"])


@claim(
    "If there is another click in a later turn, or one after the block, `reschedule` raises a"
    " `RuntimeError`."
)
def test_a_click_that_comes_too_late() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            async with asyncio.timeout(None) as block:
                block.reschedule(loop.time())
                block.reschedule(loop.time())  # in the same turn
                try:
                    await asyncio.sleep(1)
                finally:
                    with pytest.raises(RuntimeError, match="expiring"):
                        block.reschedule(loop.time())
        with pytest.raises(RuntimeError, match="expired"):
            block.reschedule(loop.time())
        async with asyncio.timeout(None) as block:
            pass
        with pytest.raises(RuntimeError, match="finished"):
            block.reschedule(loop.time())

    run(main())


@claim("`with suppress(TimeoutError):` around the block")
@claim("nothing: your function raises the error")
def test_what_happens_after_a_timeout_is_up_to_the_code_around_the_block() -> None:
    async def goes_on() -> str:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await asyncio.sleep(1)
        return "went on"

    async def leaves() -> str:
        async with asyncio.timeout(0.1):
            await asyncio.sleep(1)
        return "went on"

    assert run(goes_on()) == "went on"
    with pytest.raises(TimeoutError):
        run(leaves())
