"""aiohttp, as it is, on the lab's loop and on asyncio's own: the same in both."""

# ruff: noqa: SIM117 - a block for the server and one for the request say which outlives which

from __future__ import annotations

import asyncio
import errno
import gzip
import io
import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientConnectorSSLError, ClientSession, ClientTimeout, WSMsgType, web
from aiohttp.test_utils import TestClient, TestServer

from lab.loop.installed import installed
from tests.lab.conftest import Run

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

CHUNK = b"x" * 256 * 1024
CHUNKS = 64  # more than a kernel holds for a connection whose other end does not read


@asynccontextmanager
async def serving(
    handler: Handler,
    *,
    shutdown_timeout: float = 1,
    **options: Any,  # noqa: ANN401 - what AppRunner takes
) -> AsyncIterator[str]:
    """Serve every path by one handler; give the URL."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=shutdown_timeout, **options)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{site.port}"
    finally:
        await runner.cleanup()


async def get(
    url: str, handler: Handler, headers: dict[str, str] | list[tuple[str, str]] | None = None
) -> tuple[int, bytes]:
    """Make one request to a server of its own."""
    async with serving(handler) as base, ClientSession() as session:
        async with session.get(base + url, headers=headers) as response:
            return response.status, await response.read()


async def echo(request: web.Request) -> web.Response:
    body = await request.read()
    return web.json_response(
        {"method": request.method, "path": request.path_qs, "body": body.decode()}
    )


@asynccontextmanager
async def raw_server(
    handler: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[str]:
    """Serve what no good server sends."""
    tasks: set[asyncio.Task[Any] | None] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        await handler(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await asyncio.gather(*filter(None, tasks))
        await server.wait_closed()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])
def test_methods(run: Run, method: str) -> None:
    async def main() -> object:
        async with serving(echo) as url, ClientSession() as session:
            async with session.request(method, f"{url}/a?b=c", data="body") as response:
                return await response.json()

    assert run(main()) == {"method": method, "path": "/a?b=c", "body": "body"}


def test_head_has_headers_but_no_body(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=b"12345", headers={"X-Mine": "1"})

    async def main() -> list[object]:
        async with serving(handler) as url, ClientSession() as session:
            seen: list[object] = []
            for method in ("HEAD", "GET"):  # the second one finds the connection in order
                async with session.request(method, url) as response:
                    headers = response.headers
                    seen += [headers["X-Mine"], headers["Content-Length"], await response.read()]
            return seen

    assert run(main()) == ["1", "5", b"", "1", "5", b"12345"]


def test_headers_and_query(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.json_response([request.headers.getall("X-Many"), request.query.getall("q")])

    async def main() -> object:
        headers = [("X-Many", "1"), ("X-Many", "2")]
        _, body = await get("/?q=a&q=b%20c", handler, headers=headers)
        return json.loads(body)

    assert run(main()) == [["1", "2"], ["a", "b c"]]


def test_json_both_ways(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.json_response({"sum": sum(await request.json())})

    async def main() -> object:
        async with serving(handler) as url, ClientSession() as session:
            async with session.post(url, json=[1, 2, 3]) as response:
                return await response.json()

    assert run(main()) == {"sum": 6}


async def redirecting(request: web.Request) -> web.Response:
    steps = int(request.query.get("steps", 0))
    if steps:
        raise web.HTTPFound(f"/{steps}?steps={steps - 1}")
    return web.Response(text=f"{request.method} {request.path}")


def test_redirects_are_followed(run: Run) -> None:
    async def main() -> list[object]:
        async with serving(redirecting) as url, ClientSession() as session:
            async with session.get(f"{url}/?steps=3") as response:
                statuses = [old.status for old in response.history]
                return [statuses, response.url.path, await response.text()]

    assert run(main()) == [[302, 302, 302], "/1", "GET /1"]


def test_redirects_may_be_left_to_the_program(run: Run) -> None:
    async def main() -> list[object]:
        async with serving(redirecting) as url, ClientSession() as session:
            async with session.get(f"{url}/?steps=1", allow_redirects=False) as response:
                return [response.status, response.headers["Location"]]

    assert run(main()) == [302, "/1?steps=0"]


def test_too_many_redirects(run: Run) -> None:
    async def main() -> None:
        await get("/?steps=20", redirecting)

    with pytest.raises(aiohttp.TooManyRedirects):
        run(main())


def test_a_post_becomes_a_get_after_303(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path == "/":
            raise web.HTTPSeeOther("/other")
        return web.Response(text=f"{request.method} {len(await request.read())}")

    async def main() -> str:
        async with serving(handler) as url, ClientSession() as session:
            async with session.post(url, data="body") as response:
                return await response.text()

    assert run(main()) == "GET 0"


def test_chunked_response(run: Run) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        for piece in (b"one ", b"two ", b"three"):
            await response.write(piece)
            await asyncio.sleep(0.001)
        await response.write_eof()
        return response

    async def main() -> list[object]:
        async with serving(handler) as url, ClientSession() as session:
            async with session.get(url) as response:
                return [response.headers["Transfer-Encoding"], await response.read()]

    assert run(main()) == ["chunked", b"one two three"]


def test_chunks_arrive_while_the_server_goes_on(run: Run) -> None:
    async def main() -> list[bytes]:
        go_on = asyncio.Event()

        async def handler(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            await response.write(b"first\n")
            await go_on.wait()
            await response.write(b"second\n")
            return response

        lines = []
        async with serving(handler) as url, ClientSession() as session:
            async with session.get(url) as response:
                async for line in response.content:
                    lines.append(line)
                    go_on.set()
        return lines

    assert run(main()) == [b"first\n", b"second\n"]


def test_chunked_upload(run: Run) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for number in range(5):
            yield b"%d" % number
            await asyncio.sleep(0)

    async def handler(request: web.Request) -> web.Response:
        body = await request.read()
        return web.Response(text=f"{request.headers['Transfer-Encoding']} {body.decode()}")

    async def main() -> str:
        async with serving(handler) as url, ClientSession() as session:
            async with session.post(url, data=pieces()) as response:
                return await response.text()

    assert run(main()) == "chunked 01234"


def test_a_slow_reader_holds_the_server_up(run: Run) -> None:
    async def main() -> list[object]:
        sent = 0

        async def handler(request: web.Request) -> web.StreamResponse:
            nonlocal sent
            response = web.StreamResponse()
            await response.prepare(request)
            for _ in range(CHUNKS):
                await response.write(CHUNK)
                sent += 1
            return response

        async with serving(handler) as url, ClientSession() as session:
            async with session.get(url) as response:
                await response.content.readany()
                await asyncio.sleep(0.1)
                held_up = sent < CHUNKS
                size = sum([len(data) async for data in response.content.iter_any()])
        return [held_up, sent, size > len(CHUNK) * (CHUNKS - 1)]

    assert run(main()) == [True, CHUNKS, True]


def test_a_slow_server_holds_the_client_up(run: Run) -> None:
    async def main() -> list[object]:
        sent = 0
        held_up = False

        async def pieces() -> AsyncIterator[bytes]:
            nonlocal sent
            for _ in range(CHUNKS):
                yield CHUNK
                sent += 1

        async def handler(request: web.Request) -> web.Response:
            nonlocal held_up
            await asyncio.sleep(0.1)
            held_up = sent < CHUNKS
            size = sum([len(data) async for data in request.content.iter_any()])
            return web.json_response(size)

        async with serving(handler, client_max_size=0) as url, ClientSession() as session:
            async with session.post(url, data=pieces()) as response:
                return [held_up, sent, await response.json()]

    assert run(main()) == [True, CHUNKS, CHUNKS * len(CHUNK)]


async def websocket(request: web.Request) -> web.WebSocketResponse:
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        if message.data == "close":
            await ws.close(code=4000, message=b"as you say")
        elif message.type is WSMsgType.TEXT:
            await ws.send_str(message.data.upper())
        else:
            await ws.send_bytes(message.data[::-1])
    return ws


def test_websocket(run: Run) -> None:
    async def main() -> list[object]:
        async with serving(websocket) as url, ClientSession() as session:
            async with session.ws_connect(url) as ws:
                await ws.send_str("hello")
                text = await ws.receive_str()
                await ws.send_bytes(b"123")
                return [text, await ws.receive_bytes()]

    assert run(main()) == ["HELLO", b"321"]


def test_a_server_closes_a_websocket(run: Run) -> None:
    async def main() -> list[object]:
        async with serving(websocket) as url, ClientSession() as session:
            async with session.ws_connect(url) as ws:
                await ws.send_str("close")
                message = await ws.receive()
                return [message.type, message.data, message.extra, ws.close_code]

    assert run(main()) == [WSMsgType.CLOSE, 4000, "as you say", 4000]


def test_a_websocket_that_breaks_off(run: Run) -> None:
    async def main() -> object:
        ended: asyncio.Future[object] = asyncio.get_running_loop().create_future()

        async def handler(request: web.Request) -> web.WebSocketResponse:
            ws = web.WebSocketResponse()
            await ws.prepare(request)
            await ws.receive()
            ended.set_result((ws.closed, ws.close_code))
            return ws

        async with serving(handler) as url, ClientSession() as session:
            ws = await session.ws_connect(url)
            connection = ws._response.connection
            assert connection is not None
            assert connection.transport is not None
            connection.transport.abort()
            result = await ended
            await ws.close()
        return result

    assert run(main()) == (True, 1006)


def test_many_websocket_messages_both_ways(run: Run) -> None:
    async def main() -> bool:
        async with serving(websocket) as url, ClientSession() as session:
            async with session.ws_connect(url) as ws:

                async def send() -> None:
                    for number in range(500):
                        await ws.send_str(f"message {number}")

                sending = asyncio.ensure_future(send())
                got = [await ws.receive_str() for _ in range(500)]
                await sending
        return got == [f"MESSAGE {number}" for number in range(500)]

    assert run(main())


def test_a_big_compressed_websocket_message(run: Run) -> None:
    async def main() -> int:
        async with serving(websocket) as url, ClientSession() as session:
            async with session.ws_connect(url, compress=15) as ws:
                await ws.send_bytes(CHUNK)
                return len(await ws.receive_bytes())

    assert run(main()) == len(CHUNK)


def test_a_websocket_heartbeat_finds_a_dead_peer(run: Run) -> None:
    async def silent(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        await ws.receive()  # the ping, which it does not answer
        await asyncio.sleep(0.2)
        return ws

    async def main() -> object:
        async with serving(silent) as url, ClientSession() as session:
            async with session.ws_connect(url, heartbeat=0.05) as ws:
                message = await ws.receive()
                return message.type in (WSMsgType.ERROR, WSMsgType.CLOSED), ws.closed

    assert run(main()) == (True, True)


async def slow(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    if request.path == "/headers":
        await response.prepare(request)
        await response.write(b"begun")
    await asyncio.sleep(10)
    return response


@pytest.mark.parametrize(
    ("path", "timeout", "error"),
    [
        ("/", ClientTimeout(total=0.05), TimeoutError),
        ("/headers", ClientTimeout(total=0.05), TimeoutError),
        ("/", ClientTimeout(sock_read=0.05), aiohttp.SocketTimeoutError),
        ("/headers", ClientTimeout(sock_read=0.05), aiohttp.SocketTimeoutError),
    ],
)
def test_timeouts(run: Run, path: str, timeout: ClientTimeout, error: type[Exception]) -> None:
    async def main() -> None:
        async with serving(slow, shutdown_timeout=0, handler_cancellation=True) as url:
            async with ClientSession(timeout=timeout) as session:
                async with session.get(url + path) as response:
                    await response.read()

    with pytest.raises(error):
        run(main())


async def peer_port(request: web.Request) -> web.Response:
    assert request.transport is not None
    return web.Response(text=str(request.transport.get_extra_info("peername")[1]))


async def ports(session: ClientSession, url: str, count: int) -> int:
    """Make requests one after another; tell how many connections they took."""
    seen = set()
    for _ in range(count):
        async with session.get(url) as response:
            seen.add(await response.text())
    return len(seen)


def test_keep_alive_reuses_the_connection(run: Run) -> None:
    async def main() -> int:
        async with serving(peer_port) as url, ClientSession() as session:
            return await ports(session, url, 5)

    assert run(main()) == 1


def test_without_keep_alive(run: Run) -> None:
    async def main() -> list[int]:
        async with serving(peer_port) as url:
            async with ClientSession(headers={"Connection": "close"}) as session:
                asked = await ports(session, url, 3)
            connector = aiohttp.TCPConnector(force_close=True)
            async with ClientSession(connector=connector) as session:
                return [asked, await ports(session, url, 3)]

    assert run(main()) == [3, 3]


def test_the_server_ends_an_idle_connection(run: Run) -> None:
    async def main() -> int:
        async with serving(peer_port, keepalive_timeout=0.05) as url, ClientSession() as session:
            first = await ports(session, url, 2)
            async with session.get(url) as response:
                before = await response.text()
            await asyncio.sleep(0.2)
            async with session.get(url) as response:
                return first + (await response.text() != before)

    assert run(main()) == 2


def test_the_connector_limits_connections(run: Run) -> None:
    async def main() -> list[int]:
        now = most = 0

        async def handler(request: web.Request) -> web.Response:
            nonlocal now, most
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.01)
            now -= 1
            return web.Response()

        connector = aiohttp.TCPConnector(limit=2)
        async with serving(handler) as url, ClientSession(connector=connector) as session:

            async def fetch() -> int:
                async with session.get(url) as response:
                    return response.status

            return [most, *await asyncio.gather(*(fetch() for _ in range(6))), most]

    assert run(main()) == [0, *[200] * 6, 2]


def test_a_response_given_up_early_ends_its_connection(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        assert request.transport is not None
        name = str(request.transport.get_extra_info("peername")[1])
        return web.Response(body=CHUNK * CHUNKS, headers={"X-Port": name})

    async def main() -> bool:
        async with serving(handler) as url, ClientSession() as session:
            names = []
            for _ in range(2):
                response = await session.get(url)
                names.append(response.headers["X-Port"])
                response.close()
            return names[0] != names[1]

    assert run(main())


def test_shutdown_lets_a_request_finish(run: Run) -> None:
    async def main() -> list[object]:
        started = asyncio.Event()

        async def handler(request: web.Request) -> web.Response:
            started.set()
            await asyncio.sleep(0.05)
            return web.Response(text="done")

        async with ClientSession() as session:
            async with serving(handler) as url:
                request = asyncio.ensure_future(session.get(url))
                await started.wait()
            async with await request as response:
                text = await response.text()
            with pytest.raises(aiohttp.ClientConnectorError):
                await session.get(url)
        return [response.status, text]

    assert run(main()) == [200, "done"]


def test_shutdown_cancels_what_takes_too_long(run: Run) -> None:
    async def main() -> list[object]:
        started = asyncio.Event()
        ends: list[object] = []

        async def handler(request: web.Request) -> web.Response:
            started.set()
            try:
                await asyncio.sleep(10)
            finally:
                ends.append("handler")
            return web.Response()

        async with ClientSession() as session:
            async with serving(handler, shutdown_timeout=0.05) as url:
                request = asyncio.ensure_future(session.post(url))
                await started.wait()
            with pytest.raises(aiohttp.ServerDisconnectedError):
                await request
        return ends

    assert run(main()) == ["handler"]


def test_shutdown_closes_idle_connections(run: Run) -> None:
    async def main() -> str:
        async with ClientSession() as session:
            async with serving(echo) as url, session.get(url) as response:
                await response.read()
            await asyncio.sleep(0.01)
            try:
                await session.get(url)
            except aiohttp.ClientConnectorError:
                return "refused"
            return "answered"

    assert run(main()) == "refused"


def test_shutdown_closes_websockets_that_the_app_knows(run: Run) -> None:
    async def main() -> object:
        sockets: list[web.WebSocketResponse] = []

        async def handler(request: web.Request) -> web.WebSocketResponse:
            ws = web.WebSocketResponse()
            sockets.append(ws)
            await ws.prepare(request)
            async for _ in ws:
                pass
            return ws

        async def close_all(app: web.Application) -> None:
            for ws in sockets:
                await ws.close(code=aiohttp.WSCloseCode.GOING_AWAY, message=b"bye")

        app = web.Application()
        app.router.add_get("/", handler)
        app.on_shutdown.append(close_all)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        async with ClientSession() as session:
            async with session.ws_connect(f"http://127.0.0.1:{site.port}/") as ws:
                receiving = asyncio.ensure_future(ws.receive())
                await asyncio.sleep(0.01)
                await runner.cleanup()
                message = await receiving
        return message.data, message.extra

    assert run(main()) == (1001, "bye")


def test_a_client_cancelled_in_mid_body(run: Run) -> None:
    async def main() -> list[object]:
        ends = []
        ended = asyncio.Event()

        async def handler(request: web.Request) -> web.StreamResponse:
            if request.path == "/again":
                return web.Response(text="fine")
            response = web.StreamResponse()
            await response.prepare(request)
            try:
                while True:
                    await response.write(b"more ")
                    await asyncio.sleep(0.001)
            except BaseException as error:
                ends.append(type(error) in (asyncio.CancelledError, ConnectionResetError))
                raise
            finally:
                ended.set()

        async with serving(handler, handler_cancellation=True) as url, ClientSession() as session:
            got = asyncio.Event()

            async def read() -> None:
                async with session.get(url) as response:
                    async for _ in response.content.iter_any():
                        got.set()

            reading = asyncio.ensure_future(read())
            await got.wait()
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            await ended.wait()
            async with session.get(f"{url}/again") as response:
                return [ends, await response.text()]

    assert run(main()) == [[True], "fine"]


def test_a_client_cancelled_before_the_answer(run: Run) -> None:
    async def main() -> list[object]:
        cancelled = asyncio.Event()
        started = asyncio.Event()

        async def handler(request: web.Request) -> web.Response:
            started.set()
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                cancelled.set()
                raise
            return web.Response()

        async with serving(handler, handler_cancellation=True) as url, ClientSession() as session:
            asking = asyncio.ensure_future(session.get(url))
            await started.wait()
            asking.cancel()
            await asyncio.wait([asking])
            await cancelled.wait()
            return [asking.cancelled()]

    assert run(main()) == [True]


def test_an_error_in_a_handler(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    async def handler(request: web.Request) -> web.Response:
        raise ValueError("oops")

    status, body = run(get("/", handler))
    assert (status, b"500 Internal Server Error" in body) == (500, True)
    assert "ValueError: oops" in caplog.text


def test_errors_by_status(run: Run) -> None:
    async def main() -> list[object]:
        app = web.Application()
        app.router.add_get("/", echo)
        seen: list[object] = []
        async with TestClient(TestServer(app)) as client:
            for method, path in [("GET", "/no"), ("POST", "/")]:
                async with client.request(method, path) as response:
                    seen.append(response.status)
                    try:
                        response.raise_for_status()
                    except aiohttp.ClientResponseError as error:
                        seen.append(error.message)
        return seen

    assert run(main()) == [404, "Not Found", 405, "Method Not Allowed"]


def test_connection_refused(run: Run) -> None:
    async def main() -> None:
        async with ClientSession() as session:
            await session.get("http://127.0.0.1:1/")

    with pytest.raises(aiohttp.ClientConnectorError) as caught:
        run(main())
    assert caught.value.errno == errno.ECONNREFUSED
    assert str(caught.value) == (
        "Cannot connect to host 127.0.0.1:1 ssl:default [Connect call failed ('127.0.0.1', 1)]"
    )


def test_a_name_that_nobody_knows(run: Run) -> None:
    async def main() -> None:
        async with ClientSession() as session:
            await session.get("http://no-such-host.invalid/")

    with pytest.raises(aiohttp.ClientConnectorDNSError, match=r"no-such-host\.invalid:80"):
        run(main())


def test_a_server_that_hangs_up_without_an_answer(run: Run) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")

    async def main() -> None:
        async with raw_server(handler) as url, ClientSession() as session:
            await session.post(url)

    with pytest.raises(aiohttp.ServerDisconnectedError):
        run(main())


def test_a_server_that_hangs_up_in_mid_body(run: Run) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")

    async def main() -> list[object]:
        async with raw_server(handler) as url, ClientSession() as session:
            async with session.get(url) as response:
                first = await response.content.readany()
                with pytest.raises(aiohttp.ClientPayloadError):
                    await response.read()
                return [response.status, first]

    assert run(main()) == [200, b"only this"]


def test_a_server_that_talks_nonsense(run: Run) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"what do you want?\r\n\r\n")

    async def main() -> None:
        async with raw_server(handler) as url, ClientSession() as session:
            await session.get(url)

    with pytest.raises(aiohttp.ClientResponseError) as caught:
        run(main())
    assert caught.value.status == 400


def test_pipelined_requests_are_answered_in_order(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        await asyncio.sleep(0.02 if request.path == "/1" else 0)
        return web.Response(text=f"answer to {request.path}\n")

    async def main() -> list[bytes]:
        async with serving(handler) as url:
            port = int(url.rpartition(":")[2])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for path in (b"/1", b"/2"):
                writer.write(b"GET %b HTTP/1.1\r\nHost: here\r\n\r\n" % path)
            answers = [line async for line in _lines(reader, 2)]
            writer.close()
            await writer.wait_closed()
        return answers

    assert run(main()) == [b"answer to /1\n", b"answer to /2\n"]


async def _lines(reader: asyncio.StreamReader, count: int) -> AsyncIterator[bytes]:
    while count:
        line = await reader.readline()
        if line.startswith(b"answer"):
            count -= 1
            yield line


def test_http_1_0(run: Run) -> None:
    async def main() -> bytes:
        async with serving(peer_port) as url:
            port = int(url.rpartition(":")[2])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.0\r\n\r\n")
            answer = await reader.read()  # to the end: the server closes
            writer.close()
            await writer.wait_closed()
        return answer.partition(b"\r\n")[0]

    assert run(main()) == b"HTTP/1.0 200 OK"


def test_cookies(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        response = web.json_response(dict(sorted(request.cookies.items())))
        if request.path == "/in":
            response.set_cookie("user", "ada")
        if request.path == "/out":
            response.del_cookie("user")
        return response

    async def main() -> list[object]:
        jar = aiohttp.CookieJar(unsafe=True)  # cookies from an IP address
        seen = []
        async with serving(handler) as url, ClientSession(cookie_jar=jar) as session:
            for path in ("/in", "/", "/out", "/"):
                async with session.get(url + path) as response:
                    seen.append(await response.json())
            async with session.get(url, cookies={"once": "1"}) as response:
                seen.append(await response.json())
        return seen

    assert run(main()) == [{}, {"user": "ada"}, {"user": "ada"}, {}, {"once": "1"}]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_compressed_response(run: Run, coding: str) -> None:
    async def handler(request: web.Request) -> web.Response:
        response = web.Response(body=CHUNK)
        response.enable_compression()
        return response

    async def main() -> list[object]:
        headers = {"Accept-Encoding": coding}
        async with serving(handler) as url, ClientSession(headers=headers) as session:
            async with session.get(url) as response:
                encoding = response.headers["Content-Encoding"]
                small = int(response.headers["Content-Length"]) < len(CHUNK) / 100
                return [encoding, small, await response.read() == CHUNK]

    assert run(main()) == [coding, True, True]


def test_compression_left_to_the_program(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"text"), headers={"Content-Encoding": "gzip"})

    async def main() -> bytes:
        async with serving(handler) as url, ClientSession(auto_decompress=False) as session:
            async with session.get(url) as response:
                return gzip.decompress(await response.read())

    assert run(main()) == b"text"


def test_compressed_upload(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.json_response([request.headers["Content-Encoding"], len(await request.read())])

    async def main() -> object:
        async with serving(handler) as url, ClientSession() as session:
            async with session.post(url, data=CHUNK, compress="deflate") as response:
                return await response.json()

    assert run(main()) == ["deflate", len(CHUNK)]


def test_broken_compression(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        body = zlib.compress(b"text" * 100)[:-10] + b"nonsense"
        return web.Response(body=body, headers={"Content-Encoding": "deflate"})

    with pytest.raises(aiohttp.ClientError, match="deflate"):
        run(get("/", handler))


def test_forms(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.json_response([request.content_type, dict(await request.post())])

    async def main() -> object:
        async with serving(handler) as url, ClientSession() as session:
            async with session.post(url, data={"name": "Ada", "city": "London"}) as response:
                return await response.json()

    form = "application/x-www-form-urlencoded"
    assert run(main()) == [form, {"name": "Ada", "city": "London"}]


def test_multipart_upload(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        parts = []
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            assert isinstance(part, aiohttp.BodyPartReader)
            parts.append([part.name, part.filename, len(await part.read())])
        return web.json_response(parts)

    async def main() -> object:
        form = aiohttp.FormData()
        form.add_field("name", "Ada")
        form.add_field("file", CHUNK, filename="x.bin", content_type="application/octet-stream")
        async with serving(handler) as url, ClientSession() as session:
            async with session.post(url, data=form) as response:
                return await response.json()

    assert run(main()) == [["name", None, 3], ["file", "x.bin", len(CHUNK)]]


def test_multipart_response(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        writer = aiohttp.MultipartWriter("mixed")
        writer.append("one")
        writer.append_json({"two": 2})
        return web.Response(body=writer)

    async def main() -> list[object]:
        async with serving(handler) as url, ClientSession() as session:
            async with session.get(url) as response:
                reader = aiohttp.MultipartReader.from_response(response)
                one = await reader.next()
                assert isinstance(one, aiohttp.BodyPartReader)
                first = await one.text()
                two = await reader.next()
                assert isinstance(two, aiohttp.BodyPartReader)
                return [first, await two.json()]

    assert run(main()) == ["one", {"two": 2}]


def test_a_file_and_a_part_of_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(CHUNK + b"the end")

    async def handler(request: web.Request) -> web.FileResponse:
        return web.FileResponse(path)

    async def main() -> list[object]:
        seen: list[object] = []
        async with serving(handler) as url, ClientSession() as session:
            async with session.get(url) as response:
                seen += [response.status, len(await response.read())]
            async with session.get(url, headers={"Range": "bytes=-7"}) as response:
                seen += [response.status, await response.read()]
        return seen

    assert run(main()) == [200, len(CHUNK) + 7, 206, b"the end"]


def test_a_hundred_clients_at_once(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        await asyncio.sleep(0.05)
        return web.Response(text=request.path)

    async def client(url: str, number: int) -> str:
        async with ClientSession() as session, session.get(f"{url}/{number}") as response:
            return await response.text()

    async def main() -> list[str]:
        async with serving(handler) as url:
            return await asyncio.gather(*(client(url, number) for number in range(100)))

    assert run(main()) == [f"/{number}" for number in range(100)]


def test_expect_continue(run: Run) -> None:
    async def main() -> object:
        async with serving(echo) as url, ClientSession() as session:
            async with session.post(url, data="body", expect100=True) as response:
                return (await response.json())["body"]

    assert run(main()) == "body"


def test_a_body_that_is_too_large(run: Run) -> None:
    async def handler(request: web.Request) -> web.Response:
        await request.read()
        return web.Response()

    async def main() -> int:
        async with serving(handler) as url, ClientSession() as session:
            async with session.post(url, data=io.BytesIO(b"x" * (1024**2 + 1))) as response:
                await response.read()
                return response.status

    assert run(main()) == 413


def test_headers_that_are_too_large(run: Run) -> None:
    status, _ = run(get("/", echo, headers={"X-Large": "x" * 10_000}))
    assert status == 400


def test_basic_auth_by_middleware(run: Run) -> None:
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Authorization") != "Basic YWRhOnNlY3JldA==":
            raise web.HTTPUnauthorized
        return await handler(request)

    async def main() -> list[int]:
        app = web.Application(middlewares=[guard])
        app.router.add_get("/", echo)
        async with TestClient(TestServer(app)) as client:
            async with client.get("/") as refused:
                pass
            async with client.get(
                "/", headers={"Authorization": aiohttp.encode_basic_auth("ada", "secret")}
            ) as let_in:
                pass
        return [refused.status, let_in.status]

    assert run(main()) == [401, 200]


def test_client_tracing(run: Run) -> None:
    async def main() -> list[str]:
        events: list[str] = []
        trace = aiohttp.TraceConfig()
        for name in ("connection_create_end", "connection_reuseconn", "request_end"):

            async def note(*_: object, name: str = name) -> None:
                events.append(name)

            getattr(trace, f"on_{name}").append(note)
        async with serving(echo) as url, ClientSession(trace_configs=[trace]) as session:
            for _ in range(2):
                async with session.get(url) as response:
                    await response.read()
        return events

    assert run(main()) == [
        "connection_create_end",
        "request_end",
        "connection_reuseconn",
        "request_end",
    ]


def test_a_proxy(run: Run) -> None:
    async def proxy(request: web.Request) -> web.Response:
        return web.Response(text=f"{request.method} {request.url}")

    async def main() -> str:
        async with serving(proxy) as url, ClientSession() as session:
            async with session.get("http://far.example/a", proxy=url) as response:
                return await response.text()

    assert run(main()) == "GET http://far.example/a"


@pytest.mark.parametrize("host", ["localhost", "[::1]"])
def test_other_names_for_this_host(run: Run, host: str) -> None:
    async def main() -> int:
        app = web.Application()
        app.router.add_get("/", echo)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, host.strip("[]"), 0)
        await site.start()
        async with ClientSession() as session:
            async with session.get(f"http://{host}:{site.port}/") as response:
                status = response.status
        await runner.cleanup()
        return status

    assert run(main()) == 200


def test_a_site_on_a_taken_port(run: Run) -> None:
    async def main() -> str:
        async with serving(echo) as url:
            runner = web.AppRunner(web.Application())
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", int(url.rpartition(":")[2]))
            try:
                await site.start()
            except OSError as error:
                return errno.errorcode[error.errno or 0]
            finally:
                await runner.cleanup()
        return "started"

    assert run(main()) == "EADDRINUSE"


def test_run_app(run: Run) -> None:
    # `run_app` runs the loop itself, as a program does that is nothing but a server.
    asking: list[asyncio.Task[None]] = []
    statuses = []

    async def ask() -> None:
        await asyncio.sleep(0.05)  # it serves after its start-up
        async with ClientSession() as session, session.get("http://127.0.0.1:18436/") as response:
            statuses.append(response.status)
        raise web.GracefulExit

    async def start(app: web.Application) -> None:
        asking.append(asyncio.ensure_future(ask()))

    async def kind_of_loop() -> type[asyncio.AbstractEventLoop]:
        return type(asyncio.get_running_loop())

    app = web.Application()
    app.router.add_get("/", echo)
    app.on_startup.append(start)
    loop = run(kind_of_loop())()
    web.run_app(app, host="127.0.0.1", port=18436, loop=loop, print=None)
    assert statuses == [200]
    assert loop.is_closed()


def test_https_to_a_server_without_tls_fails_as_natively() -> None:
    async def main() -> str:
        async with serving(echo) as url, ClientSession() as session:
            try:
                await session.get(url.replace("http", "https"))
            except ClientConnectorSSLError as error:
                return str(error.os_error)
        return ""

    with installed():
        in_memory = asyncio.run(main())
    assert "WRONG_VERSION_NUMBER" in in_memory
    assert in_memory == asyncio.run(main())
