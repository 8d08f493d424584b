"""What `docs/learn/aiohttp-client.md` claims."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import (
    ClientConnectionError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    TCPConnector,
    web,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from aiohttp.test_utils import RawTestServer

import lab
from lab.network.netloop import NetworkLoop
from lab.network.network import Network
from tests.claims.claim import claim, duration, run
from tests.claims.servers import LARGE, asking, takes
from tests.recipes.recipe import load

LIMITS = ("total", "connect", "sock_connect", "sock_read")


async def hello(request: web.BaseRequest) -> web.Response:
    """Answer at once."""
    return web.Response(text="hello")


async def large(request: web.BaseRequest) -> web.Response:
    """Answer with much."""
    return web.Response(body=bytes(LARGE))


async def fetch(
    session: ClientSession,
    path: str = "/",
    **options: Any,  # noqa: ANN401 - aiohttp's
) -> str:
    """Ask, and read all of the answer."""
    async with session.get(path, **options) as resp:
        return await resp.text()


@claim(
    "Make one session for the lifetime of the program, in a coroutine of the loop that uses it."
    " Close it with `async with`."
)
@claim("If you create a session for each request, no connection is ever used twice:")
def test_a_session_each_is_a_connection_each() -> None:
    seen: set[object] = set()

    async def page(request: web.BaseRequest) -> web.Response:
        seen.add(request.transport)
        return web.Response(text="hello")

    async def main(*, shared: bool) -> int:
        seen.clear()
        async with RawTestServer(page) as server:
            url = server.make_url("/")
            async with ClientSession() as one:
                for _ in range(4):
                    async with ClientSession() as another:
                        await fetch(one if shared else another, str(url))
        return len(seen)

    assert run(main(shared=True)) == 1
    assert run(main(shared=False)) == 4


@claim("If a session is dropped without being closed, aiohttp says so:")
def test_a_dropped_session_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        ClientSession()
        gc.collect()

    caplog.set_level(logging.ERROR)
    with pytest.warns(ResourceWarning, match="Unclosed client session"):
        run(main())
    assert "Unclosed client session" in caplog.text


@claim("A session belongs to an event loop: the one that is running when the session is made.")
def test_no_session_without_a_running_loop() -> None:
    with pytest.raises(RuntimeError, match="no running event loop"):
        ClientSession()

    with pytest.raises(RuntimeError, match="no running event loop"):

        class Client:
            session = ClientSession()

    with pytest.raises(RuntimeError, match="no running event loop"):

        def ask(session: ClientSession = ClientSession()) -> None:  # noqa: B008 - the mistake
            pass


@claim("But the task and the session belong to different loops:")
def test_another_loop_is_what_the_timeout_complains_of() -> None:
    async def make() -> ClientSession:
        return ClientSession("http://localhost/")

    async def use(session: ClientSession) -> None:
        assert asyncio.current_task() is not None
        await fetch(session)

    with lab.installed(), asyncio.Runner() as first, asyncio.Runner() as second:
        session = first.run(make())
        with pytest.raises(RuntimeError, match="should be used inside a task"):
            second.run(use(session))
        with pytest.raises(ClientConnectionError):  # nothing listens there
            first.run(use(session))
        first.run(session.close())


@claim(
    "By default, a session sends up to 100 requests at once. The others wait for a connection,"
    " and `total` and `connect` include that wait."
)
@claim("By default the pool holds 100 connections in all, no matter how many servers they go to.")
def test_a_hundred_at_once_to_all_servers_together() -> None:
    async def main(servers: int) -> int:
        now = most = 0

        async def page(request: web.BaseRequest) -> web.Response:
            nonlocal now, most
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.1)
            now -= 1
            return web.Response()

        hosts = [RawTestServer(page) for _ in range(servers)]
        for host in hosts:
            await host.start_server()
        async with ClientSession() as session:
            urls = [str(host.make_url("/")) for host in hosts] * (130 // servers)
            await asyncio.gather(*[fetch(session, url) for url in urls])
        for host in hosts:
            await host.close()
        return most

    assert run(main(1)) == 100
    assert run(main(5)) == 100


@claim("No answer was slow.")
@claim("Let the requests wait before their clock starts. A semaphore around the request does that:")
def test_the_queue_counts_and_a_semaphore_does_not() -> None:
    async def slow(request: web.BaseRequest) -> web.Response:
        await asyncio.sleep(0.4)
        return web.Response()

    async def late(*, in_the_pool: bool, **limits: float) -> int:
        semaphore = asyncio.Semaphore(100 if in_the_pool else 2)

        async def one(session: ClientSession) -> bool:
            async with semaphore:
                try:
                    await fetch(session)
                except TimeoutError:
                    return True
            return False

        limit = 2 if in_the_pool else 100
        async with asking(slow, limit=limit, timeout=ClientTimeout(**limits)) as session:
            return sum(await asyncio.gather(*[one(session) for _ in range(6)]))

    assert run(late(in_the_pool=True, total=1)) == 2
    assert run(late(in_the_pool=True, connect=0.7)) == 2
    assert run(late(in_the_pool=True, sock_read=1)) == 0
    assert run(late(in_the_pool=False, total=1)) == 0


@claim(
    "A response keeps its connection until it is read or closed. Read it inside `async with"
    " session.get(...)`."
)
@claim(
    "With small answers you wouldn't notice, because those arrive whole, along with their headers."
)
@claim("`gather` with three calls of `session.get` has the same problem.")
def test_an_unread_response_keeps_its_connection() -> None:
    async def main(*, body: int, then: str) -> bool:
        async def page(request: web.BaseRequest) -> web.Response:
            return web.Response(body=bytes(body))

        async with asking(page, limit=1) as session:
            first = await session.get("/")
            if then == "read":
                await first.read()
            elif then == "close":
                first.close()
            hangs = await takes(60, fetch(session))
            first.close()
            return hangs

    assert run(main(body=LARGE, then="nothing"))
    assert not run(main(body=LARGE, then="read"))
    assert not run(main(body=LARGE, then="close"))
    assert not run(main(body=100, then="nothing"))

    async def gathered() -> bool:
        async with asking(large, limit=2) as session:
            asked = [asyncio.ensure_future(session.get("/")) for _ in range(3)]
            hangs = await takes(60, asyncio.wait(asked))
            for one in asked:
                one.cancel()
            for response in await asyncio.gather(*asked, return_exceptions=True):
                if not isinstance(response, BaseException):
                    response.close()
            return hangs

    assert run(gathered())


@claim(
    "Connections, connections per host and requests per second are three different"
    " limits. aiohttp has the first two."
)
@claim("the faster the answers, the more requests fit into a second.")
def test_a_limit_on_connections_is_none_on_the_rate() -> None:
    async def in_a_second(seconds: float) -> int:
        begun = 0

        async def page(request: web.BaseRequest) -> web.Response:
            nonlocal begun
            begun += 1
            await asyncio.sleep(seconds)
            return web.Response()

        async with asking(page, limit=2) as session:
            await takes(0.999, asyncio.gather(*[fetch(session) for _ in range(1000)]))
        return begun

    assert run(in_a_second(0.5)) == 4
    assert run(in_a_second(0.1)) == 20
    assert run(in_a_second(0.01)) > 150


@claim(
    "To aiohttp, a host is a combination of name, port, TLS settings and proxy. So"
    " `localhost:8001` and `localhost:8002` are two hosts."
)
@claim("`limit_per_host` is off by default.")
def test_a_host_has_a_port() -> None:
    async def page(request: web.BaseRequest) -> web.Response:
        await asyncio.sleep(0.5)
        return web.Response()

    async def main() -> tuple[int, float, float, float]:
        async with RawTestServer(page) as one, RawTestServer(page) as two:
            connector = TCPConnector(limit_per_host=1)
            assert one.host == two.host
            urls = [str(one.make_url("/")), str(two.make_url("/"))]
            async with ClientSession(connector=connector) as session:
                different = await duration(asyncio.gather(*[fetch(session, url) for url in urls]))
                same = await duration(asyncio.gather(*[fetch(session, urls[0]) for _ in "ab"]))
                unlike = [session.get(urls[0], ssl=checks) for checks in (True, False)]
                settings = await duration(asyncio.gather(*unlike))
        return TCPConnector().limit_per_host, different, same, settings

    assert run(main()) == (0, 0.5, 1.0, 0.5)


class SlowResolver(AbstractResolver):
    """Looks names up, slowly."""

    def __init__(self) -> None:
        self._real = DefaultResolver()

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:  # noqa: ANN401 - as aiohttp has it
        await asyncio.sleep(0.5)
        return await self._real.resolve(host, port, family)

    async def close(self) -> None:
        await self._real.close()


@claim("Each counts different parts of the wait:")
@claim("`total` is the limit for everything, from the call to the last byte that arrives.")
def test_what_each_limit_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row of the table."""
    pauses = {"/late": [0.5], "/pause": [0.0, 0.5], "/steady": [0.2] * 4, "/": [0.0]}

    async def slow_body() -> AsyncIterator[bytes]:
        for _ in range(2):
            yield b"piece"
            await asyncio.sleep(0.4)

    async def page(request: web.BaseRequest) -> web.StreamResponse:
        await request.read()
        resp = web.StreamResponse()
        for pause in pauses[request.path]:
            await asyncio.sleep(pause)
            await resp.prepare(request)
            await resp.write(b"piece")
        return resp

    async def fires(
        limit: str,
        path: str = "/",
        *,
        name: str = "127.0.0.1",
        before: tuple[str, ...] = (),
        data: bool = False,
    ) -> type[BaseException] | None:
        async with RawTestServer(page, host="127.0.0.1") as server:
            url = server.make_url(path).with_host(name)
            resolver = SlowResolver() if name == "localhost" else None
            async with ClientSession(connector=TCPConnector(limit=1, resolver=resolver)) as session:
                others = [
                    asyncio.create_task(fetch(session, str(server.make_url(one)))) for one in before
                ]
                await asyncio.sleep(0)
                found: type[BaseException] | None = None
                try:
                    timeout = ClientTimeout(**{limit: 0.3})
                    body = slow_body() if data else None
                    await fetch(session, str(url), timeout=timeout, data=body)
                except TimeoutError as error:
                    found = type(error)
                await asyncio.gather(*others)
                return found

    def row(**case: Any) -> list[str]:  # noqa: ANN401 - those of `fires`
        return [limit for limit in LIMITS if run(fires(limit, **case))]

    assert row(before=("/late",)) == ["total", "connect"]
    assert row(name="localhost") == ["total", "connect"]
    assert row(data=True) == ["total"]
    assert row(path="/late") == ["total", "sock_read"]
    assert row(path="/pause") == ["total", "sock_read"]
    assert row(path="/steady") == ["total"]
    assert run(fires("connect", before=("/late",))) is ConnectionTimeoutError

    connect = NetworkLoop.sock_connect

    async def slowly(loop: NetworkLoop, *where: Any) -> None:  # noqa: ANN401 - a socket, an address
        await asyncio.sleep(0.5)
        await connect(loop, *where)

    monkeypatch.setattr(NetworkLoop, "sock_connect", slowly)
    assert row() == ["total", "connect", "sock_connect"]


@claim(
    "`total` limits everything, `sock_read` limits silence. Your own `ClientTimeout`"
    " replaces the defaults."
)
@claim("By default, `total` is 300 seconds and `sock_connect` is 30.")
def test_a_timeout_of_your_own_replaces_the_defaults() -> None:
    async def main() -> list[tuple[float | None, float | None]]:
        async with ClientSession() as usual, ClientSession(timeout=ClientTimeout(connect=5)) as own:
            return [(one.timeout.total, one.timeout.sock_connect) for one in (usual, own)]

    assert run(main()) == [(300, 30), (None, None)]

    async def silent(request: web.BaseRequest) -> web.Response:
        await asyncio.sleep(10_000)
        return web.Response()

    async def how_long(timeout: ClientTimeout | None) -> float:
        async with asking(silent, timeout=timeout) as session:
            return await duration(takes(5000, fetch(session)))

    assert run(how_long(None)) == 300
    assert run(how_long(ClientTimeout(connect=5))) == 5000
    assert run(how_long(ClientTimeout(sock_read=7))) == 7


@claim(
    "`connect` and `sock_connect` raise ConnectionTimeoutError. In that case the server hasn't"
    " seen the request, unless aiohttp sent it before."
)
@claim("All of them raise a kind of `TimeoutError`, so one `except TimeoutError` is enough.")
def test_a_connection_that_takes_too_long_sends_nothing() -> None:
    asked = []

    async def page(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response()

    async def main(limit: str) -> None:
        async with asking(page, timeout=ClientTimeout(**{limit: 0.3})) as session:
            with pytest.raises(ConnectionTimeoutError) as caught:
                await fetch(session)
            assert isinstance(caught.value, TimeoutError)
            await asyncio.sleep(2)

    for limit in ("connect", "sock_connect"):
        with lab.installed(network=Network(latency=0.2)):
            asyncio.run(main(limit))
    assert asked == []


@claim(
    "A failure is a result, too, and so are an address that makes no sense and a page whose text can't"
    " be decoded."
)
@claim("These raise errors of many kinds, so the recipe catches every `Exception`.")
def test_each_address_has_a_result() -> None:
    recipe = load("aiohttp_client/fetch_all")

    async def page(request: web.BaseRequest) -> web.Response:
        charset = request.path.removeprefix("/")
        content_type = f"text/plain; charset={charset}"
        return web.Response(body=b"\xff", headers={"Content-Type": content_type})

    async def main() -> list[str]:
        async with RawTestServer(page) as server:
            pages = [str(server.make_url(charset)) for charset in ("/utf-8", "/hex")]
            urls = ["nonsense", "http://[::1/", "//host/page", *pages]
            return [type(result).__name__ for result in await recipe.fetch_all(urls)]

    assert run(main()) == [
        "InvalidUrlClientError",
        "ValueError",
        "AssertionError",
        "UnicodeDecodeError",
        "LookupError",
    ]
