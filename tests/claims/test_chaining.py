"""What `docs/learn/chaining.md` claims."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
import types
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import ClientResponseError, ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer

from tests.claims.claim import claim, duration, each_factory, run


class Pages:
    """A slow server, and what it has seen."""

    def __init__(self) -> None:
        self.connections: set[object] = set()

    async def answer(self, request: web.Request) -> web.Response:
        """Answer with the status and the number of characters that the address asks for."""
        self.connections.add(request.transport)
        await asyncio.sleep(0.3)
        text = "x" * int(request.query.get("size", "0"))
        return web.Response(status=int(request.query.get("status", "200")), text=text)


@asynccontextmanager
async def serve() -> AsyncIterator[tuple[Pages, str]]:
    """Serve slow pages: the pages, and their address."""
    pages, app = Pages(), web.Application()
    app.router.add_get("/", pages.answer)
    async with TestServer(app) as server:
        yield pages, str(server.make_url("/"))


async def ticks_during(work: Awaitable[object]) -> int:
    """How often another task, which ticks every 0.1 seconds, gets a turn meanwhile."""
    number = 0

    async def tick() -> None:
        nonlocal number
        while True:
            await asyncio.sleep(0.1)
            number += 1

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0.05)
    await work
    ticking.cancel()
    return number


def blocking_request(seconds: float) -> int:
    """Wait as `requests.get` does: in its own way."""
    time.sleep(seconds)
    return 200


@claim(
    "`async` in front of `def` doesn't change how the calls inside the function wait."
    " Look for the `await`."
)
@claim("So `async` alone doesn't change how a call waits.")
@claim("you need something that can be awaited")
@each_factory
def test_async_alone_does_not_help(*, eager: bool) -> None:
    async def naive() -> int:
        return blocking_request(0.4)

    async def polite() -> None:
        await asyncio.sleep(0.4)

    async def in_a_task(function: Callable[[], Awaitable[Any]]) -> None:
        async def awaits_it() -> None:
            await function()

        await asyncio.create_task(awaits_it())

    async def awaits_the_answer() -> None:
        await blocking_request(0.4)  # type: ignore[misc]

    async def main() -> None:
        assert await ticks_during(naive()) == 0
        assert await ticks_during(in_a_task(naive)) == 0
        assert await ticks_during(asyncio.gather(naive(), naive())) == 0
        assert await ticks_during(polite()) == 4
        assert await ticks_during(in_a_task(polite)) == 4
        with pytest.raises(TypeError, match="int"):
            await awaits_the_answer()

    run(main(), eager=eager)


@claim("Use a library made for asyncio. If there is none, use `asyncio.to_thread`.")
@claim("The ticks continue while `check_status` waits for its answer.")
@claim("asyncio.to_thread runs a plain function in a thread, and gives you something to `await`.")
@each_factory
def test_others_go_on_with_aiohttp_and_with_a_thread(*, eager: bool) -> None:
    def thread() -> threading.Thread:
        blocking_request(0.4)
        return threading.current_thread()

    async def main() -> None:
        async with serve() as (_, url), ClientSession() as session:

            async def check_status() -> None:
                async with session.get(url) as resp:
                    assert resp.status == 200

            assert await ticks_during(check_status()) == 3
        assert await ticks_during(asyncio.to_thread(blocking_request, 0.4)) == 4
        assert await asyncio.to_thread(thread) is not threading.current_thread()

    run(main(), eager=eager)


@claim("you can't stop it halfway")
@each_factory
def test_a_thread_cannot_be_stopped(*, eager: bool) -> None:
    ended = []

    def call() -> None:
        blocking_request(0.4)
        ended.append("thread")

    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await asyncio.to_thread(call)
        assert not ended
        await asyncio.sleep(1)

    run(main(), eager=eager)
    assert ended == ["thread"]


@claim(
    "With aiohttp, make one session, write `async with session.get(url) as resp`, and"
    " read `resp.status`."
)
@claim("Make one session for your whole program, not one for each request.")
@each_factory
def test_one_session_keeps_its_connection(*, eager: bool) -> None:
    async def check_status(session: ClientSession, url: str) -> int:
        async with session.get(url) as resp:
            return resp.status

    async def main() -> None:
        async with serve() as (pages, url):
            async with ClientSession() as session:
                assert [await check_status(session, url) for _ in range(3)] == [200] * 3
            assert len(pages.connections) == 1
            pages.connections.clear()
            for _ in range(3):
                async with ClientSession() as session:
                    assert await check_status(session, url) == 200
            assert len(pages.connections) == 3

    run(main(), eager=eager)


@claim(
    "The connection stays in use until the whole answer has arrived, and a large answer"
    " arrives only as you read it."
)
@claim("The end of the block releases the connection, whatever happens inside the block.")
@each_factory
def test_when_a_connection_is_free_again(*, eager: bool) -> None:
    async def is_free(session: ClientSession, url: str) -> bool:
        try:
            async with asyncio.timeout(5), session.get(url):
                return True
        except TimeoutError:
            return False

    async def fail(session: ClientSession, url: str) -> None:
        async with session.get(url):
            assert not await is_free(session, url)
            raise LookupError

    async def wait(session: ClientSession, url: str) -> None:
        async with session.get(url):
            await asyncio.sleep(10)

    async def main() -> None:
        async with serve() as (_, url):
            large = f"{url}?size=10000000"
            async with ClientSession(connector=TCPConnector(limit=1)) as session:
                async with session.get(url):
                    assert await is_free(session, url)
                async with session.get(large):
                    assert not await is_free(session, url)
                assert await is_free(session, url)
                async with session.get(large) as resp:
                    await resp.read()
                    assert await is_free(session, url)
                with pytest.raises(LookupError):
                    await fail(session, large)
                assert await is_free(session, url)
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(1):
                        await wait(session, large)
                assert await is_free(session, url)

    run(main(), eager=eager)


@claim(
    "In the next program, `raise_for_status=True` makes aiohttp raise an exception if the"
    " status means an error."
)
@each_factory
def test_a_bad_status_raises_only_if_you_ask(*, eager: bool) -> None:
    async def raises(session: ClientSession, url: str, *, ask: bool) -> bool:
        try:
            async with session.get(url, raise_for_status=ask):
                return False
        except ClientResponseError:
            return True

    async def main() -> None:
        async with serve() as (_, url), ClientSession() as session:
            for status in [200, 204, 400, 404, 500, 503]:
                page = f"{url}?status={status}"
                assert await raises(session, page, ask=True) == (status >= 400)
                assert not await raises(session, page, ask=False)

    run(main(), eager=eager)


@claim("Results and errors go up the chain, as they do with plain calls.")
@claim("Each `return` passes its value to the `await` above it.")
@claim(
    "An exception travels up the chain in the same way, and the functions in between need"
    " no code for it."
)
@each_factory
def test_results_and_errors_go_up(*, eager: bool) -> None:
    async def bottom(error: BaseException | None) -> list[str]:
        await asyncio.sleep(0.1)
        if error:
            raise error
        return ["bottom"]

    async def middle(error: BaseException | None) -> list[str]:
        return [*await bottom(error), "middle"]

    async def top(error: BaseException | None) -> list[str]:
        return [*await middle(error), "top"]

    async def in_a_task(error: BaseException | None) -> list[str]:
        return await asyncio.create_task(top(error))

    async def main() -> None:
        for wrapped in [top, in_a_task]:
            assert await wrapped(None) == ["bottom", "middle", "top"]
            for error in [LookupError(), asyncio.CancelledError(), TimeoutError()]:
                with pytest.raises(type(error)):
                    await wrapped(error)
        with pytest.raises(LookupError) as caught:
            await top(error := LookupError())
        assert caught.value is error

    run(main(), eager=eager)


@claim("A chain stops and continues as a whole.")
@claim(
    "While the one at the bottom waits, so do all those above it, because the whole chain"
    " is one task."
)
@each_factory
def test_a_chain_waits_as_a_whole(*, eager: bool) -> None:
    tasks = []

    async def bottom() -> None:
        tasks.append(asyncio.current_task())
        await asyncio.sleep(0.2)
        tasks.append(asyncio.current_task())

    async def middle(inner: Awaitable[None]) -> None:
        tasks.append(asyncio.current_task())
        await inner
        tasks.append(asyncio.current_task())

    async def main() -> None:
        lowest = bottom()
        second = middle(lowest)
        first = middle(second)
        task = asyncio.create_task(first)
        await asyncio.sleep(0.1)
        for coroutine in [lowest, second, first]:
            assert inspect.getcoroutinestate(coroutine) == inspect.CORO_SUSPENDED
        for above, below in [(first, second), (second, lowest)]:
            assert isinstance(above, types.CoroutineType)
            assert above.cr_await is below
        await task
        assert tasks == [task] * 6

    run(main(), eager=eager)


@claim("One chain waits for one thing at a time. To wait for many at once, make many tasks.")
@claim("A chain is a single task, so it does one thing after another.")
@claim("Three `await`s in a row wait three times, even with aiohttp.")
@claim("Nothing blocks the loop here, so other tasks could run, but there aren't any.")
@each_factory
def test_a_chain_waits_for_one_thing_at_a_time(*, eager: bool) -> None:
    async def check_status(session: ClientSession, url: str) -> int:
        async with session.get(url) as resp:
            return resp.status

    async def one_after_another(session: ClientSession, url: str) -> None:
        checks = [check_status(session, url) for _ in range(3)]  # made first: no difference
        for check in checks:
            await check

    async def at_once(session: ClientSession, url: str) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(3):
                group.create_task(check_status(session, url))

    async def main() -> None:
        async with serve() as (_, url), ClientSession() as session:
            assert await duration(one_after_another(session, url)) == 0.9
            assert await duration(at_once(session, url)) == 0.3
            assert await ticks_during(one_after_another(session, url)) == 9

    run(main(), eager=eager)


@claim(
    "You can call it after the `async with` block, because by then the group has waited"
    " for all three tasks."
)
@claim("Each task keeps what its coroutine returned, and result() gives it to you.")
@each_factory
def test_results_are_there_after_the_block(*, eager: bool) -> None:
    async def check(number: int) -> int:
        try:
            await asyncio.sleep(0.1 * number)
        except asyncio.CancelledError:
            await asyncio.sleep(0.5)  # waits for this one, too
            return -number
        return number

    async def main() -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(check(number)) for number in [3, 1, 2]]
            await asyncio.sleep(0)
            for task in tasks:
                with pytest.raises(asyncio.InvalidStateError):
                    task.result()
            tasks[0].cancel()
        assert [task.result() for task in tasks] == [-3, 1, 2]
        with suppress(TimeoutError):
            async with asyncio.timeout(0.05), asyncio.TaskGroup() as group:
                tasks = [group.create_task(check(number)) for number in [3, 1, 2]]
        assert [task.result() for task in tasks] == [-3, -1, -2]

    run(main(), eager=eager)


@claim(
    "The code before the `yield` runs at the beginning of the block, and the `finally` at its"
    " end, even if the block fails or is cancelled. Both may `await`."
)
@each_factory
def test_a_context_manager_from_one_yield_closes_whatever_happens(*, eager: bool) -> None:
    async def main(end: BaseException | None) -> list[str]:
        seen = []

        @asynccontextmanager
        async def connection() -> AsyncIterator[None]:
            await asyncio.sleep(0.1)
            seen.append("open")
            try:
                yield
            finally:
                await asyncio.sleep(0.1)
                seen.append("closed")

        with suppress(LookupError, TimeoutError):
            async with asyncio.timeout(1), connection():
                seen.append("inside")
                if end:
                    raise end
                await asyncio.sleep(60)
        return seen

    for end in (LookupError(), None):
        assert run(main(end), eager=eager) == ["open", "inside", "closed"]
