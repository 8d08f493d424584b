"""What `docs/learn/aiohttp-bodies.md` claims."""

from __future__ import annotations

import asyncio
import gc
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from io import BytesIO
from typing import Any

import pytest
import trustme
from aiohttp import (
    ClientPayloadError,
    ClientSession,
    ClientWebSocketResponse,
    InvalidURL,
    NonHttpUrlClientError,
    ServerTimeoutError,
    TCPConnector,
    TraceConfig,
    WSMsgType,
    WSServerHandshakeError,
    web,
)
from aiohttp.test_utils import RawTestServer

import lab
from lab.network.network import Network
from tests.claims.claim import claim, run
from tests.claims.servers import LARGE, asking, browsing, takes
from tests.recipes.recipe import load

PIECE = 65_536
Chat = Callable[[web.WebSocketResponse], Awaitable[None]]


@claim(
    "`read()` and `text()` hold the whole body in memory. `resp.content.iter_chunked(size)`"
    " doesn't."
)
@claim("`iter_chunked` gives you what has arrived, in pieces of up to the size you choose.")
def test_pieces_are_no_larger_than_asked_for() -> None:
    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(body=bytes(LARGE))

    async def main() -> tuple[int, list[int]]:
        async with asking(page) as session:
            async with session.get("/") as resp:
                whole = len(await resp.read())
            async with session.get("/") as resp:
                return whole, [len(piece) async for piece in resp.content.iter_chunked(PIECE)]

    whole, pieces = run(main())
    assert whole == LARGE
    assert sum(pieces) == LARGE
    assert max(pieces) <= PIECE


@claim("A stream slows down its sender if you read slowly.")
@claim("If your disk is slow, the pieces don't pile up.")
@claim(
    "If the reader at the far end is slow, `resp.write` waits, so the loop stops fetching more,"
    " and in the end the first server has to wait."
)
@pytest.mark.parametrize("relayed", [False, True])
def test_a_slow_reader_holds_the_sender_back(relayed: bool) -> None:
    sent = 0

    async def film(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal sent
        resp = web.StreamResponse()
        await resp.prepare(request)
        for _ in range(200):
            await resp.write(bytes(PIECE))
            sent += PIECE
        return resp

    async def main() -> int:
        async with RawTestServer(film) as origin, ClientSession() as session:

            async def relay(request: web.BaseRequest) -> web.StreamResponse:
                async with session.get(origin.make_url("/")) as upstream:
                    resp = web.StreamResponse()
                    await resp.prepare(request)
                    async for piece in upstream.content.iter_any():
                        await resp.write(piece)
                return resp

            async with RawTestServer(relay) as server:
                url = (server if relayed else origin).make_url("/")
                async with session.get(url) as resp:
                    await resp.content.readexactly(PIECE)
                    await asyncio.sleep(100)
                    ahead = sent
                    rest = len(await resp.read())
                assert rest == 199 * PIECE
        return ahead

    with lab.installed(network=Network(capacity=PIECE)):
        ahead = asyncio.run(main())
    assert ahead < (40 if relayed else 20) * PIECE
    assert sent == 200 * PIECE


@claim("An async generator as a body can be sent only once.")
@claim("A file can be read again from the beginning.")
def test_a_generator_is_sent_once_and_a_file_again() -> None:
    async def page(request: web.BaseRequest) -> web.Response:
        body = await request.read()
        if request.path == "/old":
            return web.Response(status=307, headers={"Location": "/new"})
        return web.Response(body=body)

    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"

    async def main(data: Any) -> bytes:  # noqa: ANN401 - whatever aiohttp sends
        async with asking(page) as session, session.post("/old", data=data) as resp:
            return await resp.read()

    assert run(main(BytesIO(b"onetwo"))) == b"onetwo"
    with pytest.raises(ClientPayloadError):
        run(main(pieces()))


@claim("`resp.content_length` is `None` if the server doesn't say how large the body is.")
@claim("With compression it is the size before unpacking, so you can't use it to compute progress.")
def test_content_length_is_that_of_what_is_sent() -> None:
    async def page(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/stream":
            resp = web.StreamResponse()
            await resp.prepare(request)
            await resp.write(b"some")
            return resp
        response = web.Response(body=bytes(10_000))
        if request.path == "/small":
            response.enable_compression(web.ContentCoding.gzip)
        return response

    async def main(path: str) -> tuple[int | None, int]:
        async with asking(page) as session, session.get(path) as resp:
            return resp.content_length, len(await resp.read())

    assert run(main("/stream")) == (None, 4)
    assert run(main("/")) == (10_000, 10_000)
    size, body = run(main("/small"))
    assert body == 10_000
    assert size is not None
    assert size < 1000


async def talking(
    chat: Chat,
    client: Callable[[ClientWebSocketResponse], Awaitable[Any]],
    heartbeat: float | None = None,
) -> Any:  # noqa: ANN401 - what the client returns
    """Open a WebSocket between a handler and a client."""

    async def handler(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        await chat(ws)
        return ws

    app = web.Application()
    app.router.add_get("/", handler)
    async with browsing(app) as session, session.ws_connect("/", heartbeat=heartbeat) as ws:
        return await client(ws)


@claim(
    "On a WebSocket, one task at a time reads, and any may write. `async for` ends when the other"
    " end closes."
)
@claim(
    "Only one task may read at a time: a second `receive` at the same time raises a `RuntimeError`."
)
@claim("Any number of tasks may write.")
def test_one_reads_and_many_write() -> None:
    async def collect(ws: web.WebSocketResponse) -> None:
        words = [await ws.receive_str() for _ in range(20)]
        await ws.send_str(" ".join(sorted(words, key=int)))

    async def many(ws: ClientWebSocketResponse) -> list[str]:
        await asyncio.gather(*[ws.send_str(str(number)) for number in range(20)])
        return [message.data async for message in ws]

    assert run(talking(collect, many)) == [" ".join(map(str, range(20)))]

    async def wait(ws: web.WebSocketResponse) -> None:
        await ws.receive()

    async def two_readers(ws: ClientWebSocketResponse) -> list[str]:
        readers = [asyncio.create_task(ws.receive()) for _ in range(2)]
        done, _ = await asyncio.wait(readers, return_when=asyncio.FIRST_COMPLETED)
        errors = [type(task.exception()).__name__ for task in done]
        await ws.send_str("bye")
        await asyncio.wait(readers)
        return errors

    assert run(talking(wait, two_readers)) == ["RuntimeError"]


@claim(
    "Its `type` can also be `BINARY`, or `ERROR` if it can't be read, for example because it is"
    " larger"
    " than 4 MiB."
)
def test_not_every_message_is_text() -> None:
    async def tell(ws: web.WebSocketResponse) -> None:
        await ws.send_str("text")
        await ws.send_bytes(b"binary")
        await ws.send_str("x" * (4 * 1024**2 + 1))

    async def listen(ws: ClientWebSocketResponse) -> list[WSMsgType]:
        return [message.type async for message in ws]

    types = run(talking(tell, listen))
    assert types == [WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.ERROR]


@claim(
    "When the other end has gone, you get nothing, not even an error. Set `heartbeat` to notice."
)
@claim(
    "With `heartbeat=20`, the client sends a ping after 20 seconds of silence and expects a pong"
    " within half of that time."
)
def test_only_a_heartbeat_notices_silence() -> None:
    async def silent(ws: web.WebSocketResponse) -> None:
        await asyncio.sleep(100_000)

    async def listen(ws: ClientWebSocketResponse) -> tuple[bool, float, type[Any] | None]:
        loop = asyncio.get_running_loop()
        begin = loop.time()

        async def read() -> None:
            async for _ in ws:
                pass

        waited = await takes(10_000, read())
        error = ws.exception()
        return waited, round(loop.time() - begin, 3), type(error) if error else None

    assert run(talking(silent, listen)) == (True, 10_000, None)
    assert run(talking(silent, listen, heartbeat=2)) == (False, 3, ServerTimeoutError)

    async def deaf(ws: web.WebSocketResponse) -> None:
        for _ in range(10):  # talks, and answers no ping
            await asyncio.sleep(1.5)
            await ws.send_str("news")
        await asyncio.sleep(100_000)

    assert run(talking(deaf, listen, heartbeat=2)) == (False, 15 + 3, ServerTimeoutError)


@claim(
    "The end of a session's block closes the connections of its pool. No sleep is needed after it."
)
@claim(
    "A connection whose answer you didn't read isn't among them, because it was dropped earlier."
    " With TLS, closing"
    " it may take a moment longer, but that causes no warning."
)
@pytest.mark.parametrize("tls", [False, True])
def test_the_end_of_the_block_closes_the_connections(tls: bool) -> None:
    ca = trustme.CA()
    serve, trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    ca.issue_cert("127.0.0.1").configure_cert(serve)
    ca.configure_trust(trust)

    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(body=bytes(LARGE))

    async def main(*, read: bool) -> tuple[bool, bool]:
        server = RawTestServer(page)
        if tls:
            await server.start_server(ssl=serve)
        await server.start_server()  # does nothing if it has started
        async with ClientSession(connector=TCPConnector(ssl=trust)) as session:
            async with session.get(server.make_url("/")) as resp:
                assert resp.connection is not None
                assert resp.connection.transport is not None
                socket = resp.connection.transport.get_extra_info("socket")
                if read:
                    await resp.read()
            before = socket.fileno() >= 0
        after = socket.fileno() >= 0
        await server.close()
        return before, after

    assert run(main(read=True)) == (True, False)
    assert asyncio.run(main(read=True)) == (True, False)  # on the operating system's sockets
    # Any warning fails the test.
    assert run(main(read=False)) == (True, tls)
    asyncio.run(main(read=False))
    gc.collect()


@claim(
    "There are callbacks for more steps: looking up the name, making a connection, reusing one,"
    " each piece that is sent or received."
)
def test_a_trace_has_these_steps() -> None:
    steps = []
    trace = TraceConfig()

    def note(step: str) -> Callable[..., Awaitable[None]]:
        async def noted(*_: object) -> None:
            steps.append(step)

        return noted

    trace.on_dns_resolvehost_start.append(note("name"))
    trace.on_connection_create_start.append(note("connection"))
    trace.on_connection_reuseconn.append(note("again"))
    trace.on_request_chunk_sent.append(note("sent"))
    trace.on_response_chunk_received.append(note("received"))

    async def page(request: web.BaseRequest) -> web.Response:
        await request.read()
        return web.Response(text="hello")

    async def main() -> None:
        async with RawTestServer(page) as server, ClientSession(trace_configs=[trace]) as session:
            for _ in range(2):
                url = server.make_url("/").with_host("localhost")
                async with session.post(url, data=b"some") as resp:
                    await resp.read()

    run(main())
    assert steps == ["connection", "name", "sent", "received", "again", "sent", "received"]


@claim("As soon as a message arrives, the next pause is short again.")
@claim(
    "If the server refuses the connection with a status below 500, the program gives up, because"
    " a wrong address or password stays wrong."
)
@claim("It tries again only after a 429, which means that you connect too often.")
def test_the_client_that_connects_again(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = load("aiohttp_client/stay_connected")
    pauses: list[float] = []

    def longest(least: float, most: float) -> float:
        pauses.append(most)
        return most

    monkeypatch.setattr(recipe.random, "uniform", longest)
    answers = [503, 429, 503, 200, 503, 401]

    async def page(request: web.BaseRequest) -> web.StreamResponse:
        if (status := answers.pop(0)) != 200:
            return web.Response(status=status)
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        await ws.send_str("news")
        return ws

    async def main() -> list[str]:
        heard: list[str] = []
        async with (
            RawTestServer(page) as server,
            ClientSession() as session,
            aclosing(recipe.messages(session, server.make_url("/"))) as news,
        ):
            with pytest.raises(WSServerHandshakeError, match="401"):
                async for text in news:
                    heard.append(text)  # noqa: PERF401 - a list that fails would lose them
        return heard

    assert run(main()) == ["news"]
    assert pauses == [0.5, 1.0, 2.0, 0.5, 1.0]
    assert not answers


@pytest.mark.parametrize("url", ["nonsense", "ftp://example.org/"])
def test_the_client_that_connects_again_refuses_a_wrong_address(url: str) -> None:
    recipe = load("aiohttp_client/stay_connected")

    async def main() -> None:
        async with (
            ClientSession() as session,
            asyncio.timeout(60),
            aclosing(recipe.messages(session, url)) as news,
        ):
            with pytest.raises((InvalidURL, NonHttpUrlClientError)):
                await anext(news)

    run(main())
