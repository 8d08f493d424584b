"""What `docs/learn/aiohttp-server.md` claims."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import ClientSession, ServerDisconnectedError, web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Middleware

import lab
from tests.claims.claim import claim, duration, run
from tests.claims.servers import browsing
from tests.recipes.recipe import load

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def app_with(**handlers: Handler) -> web.Application:
    """An app with a route for each handler, of its name."""
    app = web.Application()
    for name, handler in handlers.items():
        app.router.add_get(f"/{name}", handler)
    return app


async def statuses(app: web.Application, *paths: str) -> list[int]:
    """What an app answers to each path."""
    found = []
    async with browsing(app) as session:
        for path in paths:
            async with session.get(path, allow_redirects=False) as resp:
                found.append(resp.status)
    return found


@claim(
    "A handler returns a response or raises an `HTTPException`. Any other `Exception` is a 500,"
    " and a `TimeoutError` is a 504."
)
@claim("If you forget `return`, the client gets a 500 as well.")
@claim("An error in one handler doesn't affect the others.")
def test_the_status_of_each_way_to_end(caplog: pytest.LogCaptureFixture) -> None:
    async def forbids(request: web.Request) -> web.Response:
        raise web.HTTPForbidden

    async def breaks(request: web.Request) -> web.Response:
        raise ValueError("a secret")

    async def is_late(request: web.Request) -> web.Response:
        raise TimeoutError

    async def forgets(request: web.Request) -> web.Response:
        return None  # type: ignore[return-value]  # what is forgotten

    async def fine(request: web.Request) -> web.Response:
        await asyncio.sleep(0.1)
        return web.Response(text="fine")

    app = app_with(forbids=forbids, breaks=breaks, is_late=is_late, forgets=forgets, fine=fine)

    async def main() -> tuple[list[int], str, str]:
        async with browsing(app) as session:
            slow = asyncio.create_task(text(session, "/fine"))
            found = []
            for path in ("/forbids", "/breaks", "/is_late", "/forgets"):
                async with session.get(path) as resp:
                    found.append(resp.status)
            return found, await text(session, "/breaks"), await slow

    async def text(session: ClientSession, path: str) -> str:
        async with session.get(path) as resp:
            return await resp.text()

    caplog.set_level(logging.ERROR)
    found, shown, other = run(main())
    assert found == [403, 500, 504, 500]
    assert "a secret" not in shown
    assert "a secret" in caplog.text
    assert other == "fine"


@claim(
    "If a handler awaits a task that something else cancels, the handler breaks off, and the"
    " client gets no answer at all."
)
def test_a_cancelled_task_is_no_answer() -> None:
    async def waits(request: web.Request) -> web.Response:
        task = asyncio.create_task(asyncio.sleep(10))
        asyncio.get_running_loop().call_later(1, task.cancel)
        await task
        return web.Response()

    async def main() -> None:
        async with browsing(app_with(waits=waits)) as session:
            with pytest.raises(ServerDisconnectedError):
                await session.get("/waits")

    run(main())


@claim("The traceback goes to the log. The client sees it only in debug mode")
@pytest.mark.parametrize("debug", [False, True])
def test_debug_mode_shows_the_traceback_to_the_client(*, debug: bool) -> None:
    async def breaks(request: web.Request) -> web.Response:
        raise ValueError("a secret")

    async def main() -> str:
        async with browsing(app_with(breaks=breaks)) as session, session.get("/breaks") as resp:
            return await resp.text()

    with lab.installed(), asyncio.Runner(debug=debug) as runner:
        assert ("a secret" in runner.run(main())) == debug


@claim(
    "The addresses come from other people, so `status_of` catches whatever an invalid address may"
    " raise."
)
def test_an_address_that_makes_no_sense_spoils_no_other_answer() -> None:
    program = load("link_checker/serves_an_api")

    async def main() -> list[object]:
        app = web.Application()
        app.cleanup_ctx.append(program.open_session)
        app.router.add_post("/", program.check)
        async with TestServer(app) as server, ClientSession() as session:
            url = server.make_url("/")
            async with session.post(url, json=["http://a..b/", "//b", 7, str(url)]) as resp:
                answers: list[object] = await resp.json()
                return answers

    # Where the system looks names up: the lab's network doesn't.
    first, *others = asyncio.run(main())
    assert first in {"UnicodeError", "UnicodeEncodeError"}  # the latter, on newer Pythons
    assert others == ["AssertionError", "TypeError", 405]


@claim(
    "For a path without a route, aiohttp answers 404. For a path that has routes only for other"
    " methods, it answers 405."
)
def test_no_route_is_404_and_no_method_405() -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_post("/page", page)
    assert run(statuses(app, "/page", "/nothing")) == [405, 404]


@claim("Each request gets its own task.")
@claim("So handlers overlap like any other tasks, and a handler that blocks stops all of them.")
def test_handlers_are_tasks_and_a_blocking_one_stops_all() -> None:
    tasks = set()

    async def waits(request: web.Request) -> web.Response:
        tasks.add(asyncio.current_task())
        await asyncio.sleep(0.3)
        return web.Response()

    async def blocks(request: web.Request) -> web.Response:
        time.sleep(0.3)  # the mistake
        return web.Response()

    async def three(path: str) -> float:
        async with browsing(app_with(waits=waits, blocks=blocks)) as session:
            asked = [session.get(path) for _ in range(3)]
            return await duration(asyncio.wait([asyncio.ensure_future(one) for one in asked]))

    assert run(three("/waits")) == 0.3
    assert len(tasks) == 3
    assert run(three("/blocks")) == pytest.approx(0.9)


@claim("The first middleware in the list is the outermost, and sees what the others return.")
@claim("A 404 arrives in a middleware as an exception, even if no handler raised it.")
@claim("A redirect is an exception, too, but not a `web.HTTPError`, so it passes through.")
def test_middlewares_from_outside_in() -> None:
    order: list[str] = []

    def named(name: str) -> Middleware:
        @web.middleware
        async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
            order.append(f"{name} before")
            try:
                resp = await handler(request)
            except web.HTTPException as error:
                order.append(f"{name} {type(error).__name__} {isinstance(error, web.HTTPError)}")
                raise
            order.append(f"{name} after {resp.status}")
            return resp

        return middleware

    @web.middleware
    async def makes_418(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return web.Response(status=418)

    async def moved(request: web.Request) -> web.Response:
        raise web.HTTPFound("/elsewhere")

    async def main(path: str) -> list[str]:
        order.clear()
        app = web.Application(middlewares=[named("outer"), makes_418, named("inner")])
        app.router.add_get("/moved", moved)
        await statuses(app, path)
        return order

    assert run(main("/nothing")) == [
        "outer before",
        "inner before",
        "inner HTTPNotFound True",
        "outer after 418",
    ]
    assert run(main("/moved"))[-2:] == ["inner HTTPFound False", "outer HTTPFound False"]


@claim(
    "`cleanup_ctx` opens things in order and closes them in reverse order. It closes only what"
    " was opened."
)
@claim(
    "If one of them can't be opened, the app doesn't start. Then `runner.cleanup()` closes those"
    " that are already open."
)
@claim("A bare generator still works, and some programs below use one.")
@pytest.mark.parametrize("bare", [False, True])
def test_cleanup_closes_what_was_opened(bare: bool) -> None:
    done: list[str] = []

    def context(name: str, *, fails: bool = False) -> Callable[[web.Application], object]:
        async def opened(app: web.Application) -> AsyncIterator[None]:
            if fails:
                raise ConnectionError(name)
            done.append(f"open {name}")
            yield
            done.append(f"close {name}")

        return opened if bare else asynccontextmanager(opened)

    async def main(*contexts: Callable[[web.Application], object]) -> None:
        app = web.Application()
        app.cleanup_ctx.extend(contexts)  # type: ignore[arg-type]  # two kinds
        runner = web.AppRunner(app)
        try:
            await runner.setup()
        finally:
            await runner.cleanup()

    run(main(context("a"), context("b")))
    assert done == ["open a", "open b", "close b", "close a"]
    done.clear()
    with pytest.raises(ConnectionError):
        run(main(context("a"), context("b", fails=True), context("c")))
    assert done == ["open a", "close a"]


@claim(
    "But `run_app` and `TestServer` don't call it after such a failure: only what is in a"
    " `finally` or an `async with` gets closed, when the program ends."
)
@pytest.mark.parametrize("way", ["run_app", "TestServer"])
def test_without_a_runner_only_a_finally_closes_what_was_opened(way: str) -> None:
    done: list[str] = []

    @asynccontextmanager
    async def careless(app: web.Application) -> AsyncIterator[None]:
        yield
        done.append("careless")

    @asynccontextmanager
    async def careful(app: web.Application) -> AsyncIterator[None]:
        try:
            yield
        finally:
            done.append("careful")

    @asynccontextmanager
    async def fails(app: web.Application) -> AsyncIterator[None]:
        raise ConnectionError
        yield

    app = web.Application()
    app.cleanup_ctx.extend([careless, careful, fails])

    async def main() -> None:
        async with TestServer(app):
            pass

    with pytest.raises(ConnectionError):
        if way == "run_app":
            web.run_app(app, port=0, print=None)
        else:
            run(main())
    assert done == ["careful"]


@claim(
    "Stop a background task with `cancel()` and `asyncio.wait([task])`."
    " `suppress(CancelledError)` swallows your own cancellation."
)
@claim("It raises only your own cancellation:")
@claim("Its cancellation went through `await task` to the task, and cut off the goodbye.")
def test_suppress_swallows_and_wait_does_not() -> None:
    said: list[str] = []

    async def refresh() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.3)
            said.append("goodbye")

    async def with_suppress(task: asyncio.Task[None]) -> None:
        with suppress(asyncio.CancelledError):
            await task

    async def with_wait(task: asyncio.Task[None]) -> None:
        await asyncio.wait([task])

    async def main(
        stop: Callable[[asyncio.Task[None]], Awaitable[None]], limit: float | None
    ) -> bool:
        said.clear()

        async def background(app: web.Application) -> AsyncIterator[None]:
            task = asyncio.create_task(refresh())
            yield
            task.cancel()
            await stop(task)

        app = web.Application()
        app.cleanup_ctx.append(background)
        runner = web.AppRunner(app)
        await runner.setup()
        await asyncio.sleep(0.1)
        try:
            async with asyncio.timeout(limit):
                await runner.cleanup()
        except TimeoutError:
            return True
        finally:
            await asyncio.sleep(1)
        return False

    assert not run(main(with_suppress, 0.1))
    assert said == []
    assert run(main(with_wait, 0.1))
    assert said == ["goodbye"]
    assert not run(main(with_suppress, None))
    assert not run(main(with_wait, None))
    assert said == ["goodbye"]


@claim("Keep shared things in the app under an `AppKey`, such as one session for all handlers.")
@claim("It carries a type for type checkers, and two keys with the same name don't clash.")
def test_two_keys_of_one_name_are_two() -> None:
    one, other = web.AppKey("db", str), web.AppKey("db", str)
    app = web.Application()
    app[one], app[other] = "one", "other"
    assert (app[one], app[other]) == ("one", "other")


@claim(
    "`AppRunner` and `TCPSite` put a server into a larger program. `runner.cleanup()` belongs in"
    " a `finally`."
)
@claim("`cleanup` first stops accepting connections, then waits for handlers that are busy.")
@claim("One runner may have several sites.")
def test_cleanup_refuses_new_and_waits_for_busy_ones() -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(1)
        return web.Response(text="done")

    async def ask(port: int) -> str:
        url = f"http://127.0.0.1:{port}/slow"
        async with ClientSession() as session, session.get(url) as resp:
            return await resp.text()

    async def main() -> tuple[str, str, float]:
        runner = web.AppRunner(app_with(slow=slow))
        await runner.setup()
        sites = [web.TCPSite(runner, "127.0.0.1", 0) for _ in range(2)]
        for site in sites:
            await site.start()
        busy = [asyncio.create_task(ask(site.port)) for site in sites]
        await asyncio.sleep(0.5)
        stop = asyncio.create_task(duration(runner.cleanup()))
        await asyncio.sleep(0.1)
        try:
            late = await ask(sites[0].port)
        except OSError as error:
            late = type(error).__name__
        except ServerDisconnectedError as error:
            late = type(error).__name__
        return " ".join(await asyncio.gather(*busy)), late, await stop

    answers, late, took = run(main())
    assert answers == "done done"
    assert late == "ClientConnectorError"
    assert took == 0.5


@claim("Port 0 lets the system choose a free port.")
def test_port_0_is_any_free_one() -> None:
    async def main() -> set[int]:
        runner = web.AppRunner(web.Application())
        await runner.setup()
        ports = set()
        for _ in range(3):
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            ports.add(site.port)
        await runner.cleanup()
        return ports

    assert len(run(main())) == 3


@claim(
    "The programs on this site start their server with TestServer, which picks a free port and"
    " stops at the end of its block."
)
def test_a_test_server_stops_at_the_end_of_its_block() -> None:
    async def main() -> str:
        async with TestServer(web.Application()) as server:
            url = server.make_url("/")
        async with ClientSession() as session:
            try:
                async with session.get(url):
                    return "served"
            except OSError as error:
                return type(error).__name__

    assert run(main()) == "ClientConnectorError"
