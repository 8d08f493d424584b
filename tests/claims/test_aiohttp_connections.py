"""What `docs/learn/aiohttp-connections.md` claims."""

from __future__ import annotations

import asyncio
import re
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import pytest
from aiohttp import (
    ClientConnectionResetError,
    ClientPayloadError,
    ClientSession,
    ClientTimeout,
    ClientWSTimeout,
    FormData,
    WSCloseCode,
    WSMsgType,
    web,
)
from aiohttp.test_utils import RawTestServer, TestServer

import lab
from lab.network.network import Network
from tests.claims.claim import claim, duration, run
from tests.claims.servers import asking, browsing, takes
from tests.recipes.recipe import load

PIECE = 65_536
MIB = 1024**2


@asynccontextmanager
async def running(
    app: web.Application, *, cancels: bool = False, patience: float = 60
) -> AsyncIterator[tuple[web.AppRunner, str]]:
    """Run an app as programs do; give its runner and its address."""
    runner = web.AppRunner(app, handler_cancellation=cancels, shutdown_timeout=patience)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield runner, f"http://127.0.0.1:{site.port}/"
    finally:
        await runner.cleanup()


@claim(
    "By default a handler keeps running when its client has left. With"
    " `handler_cancellation=True` it is cancelled."
)
@claim(
    "`TestServer` has it switched on, so a test may see cancellations that never happen on your"
    " real server."
)
def test_who_cancels_a_handler() -> None:
    said: list[str] = []

    async def report(request: web.Request) -> web.Response:
        try:
            await asyncio.sleep(0.3)
            said.append("done")
        except asyncio.CancelledError:
            said.append("cancelled")
            raise
        return web.Response()

    async def leave(url: str) -> None:
        async with ClientSession(timeout=ClientTimeout(total=0.1)) as session:
            with pytest.raises(TimeoutError):
                await session.get(url)
        await asyncio.sleep(1)

    def app() -> web.Application:
        made = web.Application()
        made.router.add_get("/", report)
        return made

    async def main(*, cancels: bool) -> None:
        async with running(app(), cancels=cancels) as (_, url):
            await leave(url)

    async def in_a_test() -> None:
        async with TestServer(app()) as server:
            await leave(str(server.make_url("/")))

    run(main(cancels=False))
    run(main(cancels=True))
    run(in_a_test())
    assert said == ["done", "cancelled", "cancelled"]


@claim(
    "Don't rely on it for large uploads: while a large body waits to be read, the server doesn't"
    " notice that the client has left."
)
def test_an_unread_body_hides_that_the_client_has_left() -> None:
    async def main(size: int) -> str:
        begun, left = asyncio.Event(), asyncio.Event()
        said: list[str] = []

        async def receive(request: web.Request) -> web.Response:
            begun.set()
            try:
                await left.wait()
                await asyncio.sleep(0.1)
                said.append("done")
            except asyncio.CancelledError:
                said.append("cancelled")
                raise
            return web.Response()

        app = web.Application()
        app.router.add_post("/", receive)
        async with running(app, cancels=True) as (_, url):
            async with ClientSession() as session:
                upload = asyncio.create_task(session.post(url, data=BytesIO(bytes(size))))
                await begun.wait()
                await asyncio.sleep(0.1)
                upload.cancel()
                await asyncio.wait([upload])
            left.set()
            await asyncio.sleep(0.5)
        return said[0]

    assert run(main(10)) == "cancelled"
    assert run(main(5 * MIB)) == "done"


@claim(
    "Put work that must be finished into a separate task. Shield the wait for it, and wait for"
    " the task when the app stops."
)
@claim("Without that, the task would be cancelled when the program ends.")
def test_shielded_work_is_finished_if_the_app_waits() -> None:
    async def main(saved: list[str], *, shielded: bool, waits: bool) -> None:
        saving: set[asyncio.Task[None]] = set()

        async def save() -> None:
            await asyncio.sleep(0.2)
            saved.append("saved")

        async def handler(request: web.Request) -> web.Response:
            task = asyncio.create_task(save())
            saving.add(task)
            await (asyncio.shield(task) if shielded else task)
            return web.Response()

        async def finish(app: web.Application) -> None:
            await asyncio.wait(saving)

        app = web.Application()
        app.router.add_get("/", handler)
        if waits:
            app.on_cleanup.append(finish)
        limit = ClientTimeout(total=0.05)
        async with running(app, cancels=True) as (_, url), ClientSession(timeout=limit) as session:
            with pytest.raises(TimeoutError):
                await session.get(url)

    def saved(**how: bool) -> int:
        done: list[str] = []
        run(main(done, **how))
        return len(done)

    assert saved(shielded=True, waits=True) == 1
    assert saved(shielded=False, waits=True) == 0
    assert saved(shielded=True, waits=False) == 0


@claim(
    "After `prepare`, the status can't change. `write` waits for a slow client, and raises if the"
    " client is gone."
)
@claim(
    "If something fails after that, all you can do is break off, and the client gets a"
    " `ClientPayloadError`."
)
def test_after_prepare() -> None:
    async def breaks_off(request: web.BaseRequest) -> web.StreamResponse:
        resp = web.StreamResponse()
        await resp.prepare(request)
        await resp.write(b"some")
        resp.set_status(500)
        raise ValueError

    async def main() -> int:
        async with asking(breaks_off) as session, session.get("/") as resp:
            with pytest.raises(ClientPayloadError):
                await resp.read()
            return resp.status

    assert run(main()) == 200


@claim(
    "Don't raise a `web.HTTPException` there, because aiohttp would send it in the middle of your"
    " answer."
)
def test_an_http_exception_after_prepare() -> None:
    async def refuses(request: web.BaseRequest) -> web.StreamResponse:
        resp = web.StreamResponse()
        await resp.prepare(request)
        await resp.write(b"some")
        raise web.HTTPForbidden

    async def main() -> bytes:
        async with RawTestServer(refuses) as server:
            reader, writer = await asyncio.open_connection(server.host, server.port)
            writer.write(b"GET / HTTP/1.1\r\nHost: host\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            writer.close()
            return answer

    assert re.findall(rb"HTTP/1.1 (\d+)|(some)", run(main())) == [
        (b"200", b""),
        (b"", b"some"),
        (b"403", b""),
    ]


@claim("`write` waits if the client reads too slowly, so a handler doesn't get ahead of it.")
@claim("If the client is gone, `write` raises a kind of ConnectionError.")
def test_write_waits_and_raises() -> None:
    written = 0
    raised: list[type[BaseException]] = []

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal written
        resp = web.StreamResponse()
        await resp.prepare(request)
        for _ in range(2):  # in the middle of a `write`, and with the next one
            try:
                while True:
                    await resp.write(bytes(PIECE))
                    written += 1
            except ConnectionError as error:
                raised.append(type(error))
        return resp

    async def main() -> int:
        app = web.Application()
        app.router.add_get("/", endless)
        async with running(app) as (_, url), ClientSession() as session:
            async with session.get(url) as resp:
                await resp.content.readexactly(PIECE)
                await asyncio.sleep(100)
                ahead = written
            await asyncio.sleep(1)
        return ahead

    with lab.installed(network=Network(capacity=PIECE)):
        assert asyncio.run(main()) < 20
    assert raised == [ConnectionError, ClientConnectionResetError]


@claim("Without `handler_cancellation`, it would not have noticed until its next `write`.")
def test_a_handler_that_waits_notices_nothing() -> None:
    over: list[float] = []

    async def events(request: web.Request) -> web.StreamResponse:
        loop = asyncio.get_running_loop()
        resp = web.StreamResponse()
        await resp.prepare(request)
        try:
            for _ in range(3):
                await asyncio.sleep(5)
                await resp.write(b"data: news\n\n")
        finally:
            over.append(round(loop.time(), 1))
        return resp

    async def main(*, cancels: bool) -> float:
        over.clear()
        app = web.Application()
        app.router.add_get("/", events)
        async with running(app, cancels=cancels) as (_, url):
            begin = asyncio.get_running_loop().time()
            async with ClientSession() as session, session.get(url):
                await asyncio.sleep(0.5)
            await asyncio.sleep(30)
        return round(over[0] - begin, 1)

    assert run(main(cancels=True)) == 0.5
    assert run(main(cancels=False)) == 5


@claim("A handler that only sends doesn't answer a ping or the client's goodbye.")
@pytest.mark.parametrize("reads", [False, True])
def test_only_a_handler_that_reads_answers_a_ping_and_a_goodbye(*, reads: bool) -> None:
    async def handler(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        if reads:
            async for _ in ws:
                pass
        else:
            await asyncio.sleep(100)
        return ws

    async def main() -> tuple[bool, float]:
        app = web.Application()
        app.router.add_get("/", handler)
        patience = ClientWSTimeout(ws_close=5)
        async with browsing(app) as session:
            async with session.ws_connect("/", timeout=patience) as ws:
                closing = await duration(ws.close())
            async with session.ws_connect("/", autoping=False) as ws:
                await ws.ping()
                answered = not await takes(50, ws.receive())
        return answered, closing

    assert run(main()) == ((True, 0) if reads else (False, 5))


@claim("Let a task send while the handler reads:")
@claim("When the reading ends, the handler stops the task.")
def test_a_task_that_sends_ends_with_its_handler() -> None:
    program = load("aiohttp_server/at_regular_times")

    async def main() -> None:
        app = web.Application()
        app.router.add_get("/", program.handler)
        async with browsing(app) as session:
            before = len(asyncio.all_tasks())
            async with session.ws_connect("/") as ws:
                assert await ws.receive_str() == "tea costs 3"
            await asyncio.sleep(0.1)
            assert not any("send_prices" in str(task) for task in asyncio.all_tasks())
            assert len(asyncio.all_tasks()) <= before + 1  # of the connection

    run(main())


@claim(
    "Stopping waits up to twice `shutdown_timeout` for handlers that don't end. Close WebSockets"
    " in `on_shutdown`."
)
@claim("The default is 60 seconds, so a server like this takes two minutes to stop.")
@claim("Close the WebSockets in `on_shutdown`. If the clients answer, the server stops at once:")
def test_how_long_stopping_takes() -> None:
    sockets: set[web.WebSocketResponse] = set()

    async def wait(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        sockets.add(ws)
        async for _ in ws:
            pass
        return ws

    async def close_all(app: web.Application) -> None:
        closing = [ws.close(code=WSCloseCode.GOING_AWAY) for ws in sockets]
        await asyncio.gather(*closing)

    async def one_by_one(app: web.Application) -> None:
        for ws in set(sockets):
            await ws.close(code=WSCloseCode.GOING_AWAY)

    async def main(*, patience: float, close: str = "", reads: bool = True) -> float:
        sockets.clear()
        app = web.Application()
        app.router.add_get("/", wait)
        if close:
            app.on_shutdown.append(close_all if close == "together" else one_by_one)
        async with running(app, patience=patience) as (runner, url), ClientSession() as session:
            clients = [await session.ws_connect(url) for _ in range(3)]
            readers = [asyncio.create_task(ws.receive()) for ws in clients if reads]
            await asyncio.sleep(0.1)
            took = await duration(runner.cleanup())
            if readers:
                await asyncio.wait(readers)
            for ws in clients:
                await ws.close()
        return took

    assert run(main(patience=1)) == 2
    assert run(main(patience=60)) == pytest.approx(120, abs=2)  # it rounds up to whole seconds
    assert run(main(patience=60, close="together")) < 0.1
    assert run(main(patience=60, close="one by one")) < 0.1
    # Even if a client doesn't answer the goodbye: the handlers are in `receive`.
    assert run(main(patience=60, close="together", reads=False)) < 0.1
    assert run(main(patience=60, close="one by one", reads=False)) < 0.1


@claim(
    "`read()`, `json()` and `post()` refuse bodies over `client_max_size`. Reading in pieces has"
    " no limit except your own."
)
@claim("A limit protects you: anything larger than one MiB is refused with 413.")
def test_what_is_too_large_is_refused() -> None:
    async def whole(request: web.Request) -> web.Response:
        how = {
            "read": request.read,
            "text": request.text,
            "json": request.json,
            "post": request.post,
        }
        await how[request.match_info["how"]]()
        return web.Response()

    async def pieces(request: web.Request) -> web.Response:
        size = 0
        async for piece in request.content.iter_chunked(PIECE):
            size += len(piece)
        return web.Response(text=str(size))

    async def parts(request: web.Request) -> web.Response:
        size = 0
        async for part in await request.multipart():
            while piece := await part.read_chunk(PIECE):  # type: ignore[union-attr]  # no nested one
                size += len(piece)
        return web.Response(text=str(size))

    async def main(path: str, size: int, largest: int = MIB) -> tuple[int, str]:
        app = web.Application(client_max_size=largest)
        app.router.add_post("/whole/{how}", whole)
        app.router.add_post("/pieces", pieces)
        app.router.add_post("/parts", parts)
        data: object = BytesIO(b'"' + b"x" * (size - 2) + b'"')
        if path in ("/whole/post", "/parts"):
            form = FormData(default_to_multipart=True)
            form.add_field("file", BytesIO(b"x" * size), filename="large")
            data = form
        async with browsing(app) as session, session.post(path, data=data) as resp:
            return resp.status, await resp.text()

    for how in ("read", "text", "json", "post"):
        assert run(main(f"/whole/{how}", MIB // 2))[0] == 200, how
        assert run(main(f"/whole/{how}", MIB + 1))[0] == 413, how
        assert run(main(f"/whole/{how}", MIB + 1, 3 * MIB))[0] == 200, how
    for path in ("/pieces", "/parts"):
        assert run(main(path, 3 * MIB // 2)) == (200, str(3 * MIB // 2)), path


@claim("`request.read()`, `text()` and `json()` hold the whole body in memory.")
@claim(
    "`post()` writes large files from a form to temporary files, but you get nothing until all"
    " of them have arrived."
)
def test_post_writes_large_files_to_disk() -> None:
    held: list[int] = []

    async def receive(request: web.Request) -> web.Response:
        tracemalloc.start()
        try:
            kept: Any = await (request.post() if request.path == "/post" else request.read())
            held.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
        size = len(kept["file"].file.read()) if request.path == "/post" else len(kept)
        return web.Response(text=str(size))

    async def main(path: str, data: object) -> str:
        app = web.Application(client_max_size=20 * MIB)
        app.router.add_post("/{how}", receive)
        async with browsing(app) as session, session.post(path, data=data) as resp:
            return await resp.text()

    form = FormData()
    form.add_field("file", BytesIO(b"x" * 8 * MIB), filename="large")
    assert run(main("/post", form)) == str(8 * MIB)
    assert run(main("/read", BytesIO(b"x" * 8 * MIB))) == str(8 * MIB)
    on_disk, in_memory = held
    assert on_disk < 4 * MIB < 8 * MIB <= in_memory


@claim("If you have to wait while you loop over a set, loop over a copy.")
@claim(
    "The loop that sends goes through a copy of the set: while it waits in `send_str`, someone"
    " may come or leave, and a set can't change while you loop over it."
)
def test_a_set_that_changes_can_not_be_gone_through() -> None:
    async def main(*, copy: bool) -> None:
        people = {"Ada", "Ben"}

        async def leave() -> None:
            people.discard("Ada")
            people.add("Cem")
            people.add("Dan")

        task = asyncio.create_task(leave())
        for _ in set(people) if copy else people:
            await asyncio.sleep(0.1)
        await task

    run(main(copy=True))
    with pytest.raises(RuntimeError, match="changed size during iteration"):
        run(main(copy=False))


@claim("If the receiver has just left, `send_str` raises a `ConnectionError`.")
@claim("Without the `suppress`, that would end the sender's handler.")
@pytest.mark.parametrize("suppresses", [True, False])
def test_who_leaves_in_the_meantime_ends_the_handler_of_who_wrote(suppresses: bool) -> None:
    errors: list[type[Exception]] = []
    people: list[web.WebSocketResponse] = []

    async def chat(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        people.append(ws)
        async for message in ws:
            for other in people:
                await asyncio.sleep(0.1)  # as if another one were slow
                try:
                    await other.send_str(message.data)
                except ConnectionError as error:
                    errors.append(type(error))
                    if not suppresses:
                        raise
        return ws

    async def main() -> WSMsgType:
        app = web.Application()
        app.router.add_get("/", chat)
        async with TestServer(app) as server, ClientSession(server.make_url("/")) as session:
            leaver = await session.ws_connect("/")
            writer = await session.ws_connect("/")
            await writer.send_str("hello")
            await asyncio.sleep(0.05)
            await leaver.close()
            return (await writer.receive()).type

    assert run(main()) is (WSMsgType.TEXT if suppresses else WSMsgType.CLOSED)
    assert len(errors) == 1


@claim(
    "It supports ranges, so a download can be resumed, and it doesn't let a path lead out of"
    " the folder."
)
def test_a_static_route_stays_in_its_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("site")
    folder = outside / "public"
    folder.mkdir()
    (folder / "story.txt").write_text("Once upon a time", "utf-8")
    (outside / "secret.txt").write_text("the password", "utf-8")

    async def main(path: str, **headers: str) -> tuple[int, str]:
        app = web.Application()
        app.router.add_static("/files", folder)
        async with TestServer(app) as server, ClientSession() as session:
            url = server.make_url("/files/").joinpath(path, encoded=True)
            async with session.get(url, headers=headers) as resp:
                return resp.status, await resp.text()

    assert run(main("story.txt")) == (200, "Once upon a time")
    assert run(main("story.txt", Range="bytes=10-")) == (206, "a time")
    for way_out in ("..%2Fsecret.txt", "%2e%2e/secret.txt", "..%5Csecret.txt", "%2Fsecret.txt"):
        status, text = run(main(way_out))
        assert status in (403, 404), way_out
        assert "password" not in text


@claim("`prepare` sends the headers, and each `write` sends a piece.")
@claim("The client gets the status at once, and each line as it is written.")
def test_each_piece_is_sent_at_once() -> None:
    async def count(request: web.BaseRequest) -> web.StreamResponse:
        resp = web.StreamResponse()
        await resp.prepare(request)
        for number in range(3):
            await asyncio.sleep(1)
            await resp.write(b"%d\n" % number)
        return resp

    async def main() -> list[float]:
        loop = asyncio.get_running_loop()
        async with RawTestServer(count) as server, ClientSession() as session:
            begin = loop.time()
            async with session.get(server.make_url("/")) as resp:
                times = [loop.time()]
                times += [loop.time() async for _ in resp.content]
        return [round(time - begin, 3) for time in times]

    assert run(main()) == [0, 1, 2, 3]


@claim("A client that doesn't read loses the oldest events rather than filling your memory.")
@claim("After 15 seconds of silence, a comment checks whether the client is still there.")
def test_what_the_event_stream_promises() -> None:
    recipe = load("aiohttp_server/events_that_end")

    async def main() -> None:
        news: asyncio.Queue[str | None] = asyncio.Queue(maxsize=100)
        app = {recipe.LISTENERS: {news}}
        for number in range(150):
            recipe.publish(app, str(number))
        assert news.qsize() == 100
        assert await recipe.next_text(news) == "data: 50\n\n"
        await recipe.end_all(app)
        for _ in range(99):
            await recipe.next_text(news)
        assert await recipe.next_text(news) is None
        loop = asyncio.get_running_loop()
        start = loop.time()
        assert (await recipe.next_text(news)).startswith(":")
        assert loop.time() - start == 15

    run(main())


@claim("It still holds up the stop for twice `shutdown_timeout`, so set that to a few seconds.")
def test_a_listener_that_does_not_read_holds_up_the_stop() -> None:
    recipe = load("aiohttp_server/events_that_end")

    async def main(*, reads: bool) -> float:
        app = web.Application()
        app[recipe.LISTENERS] = set()
        app.router.add_get("/", recipe.events)
        app.on_shutdown.append(recipe.end_all)
        runner = web.AppRunner(app, shutdown_timeout=3)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        # A reader with this limit takes nothing from the network before someone reads.
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port, limit=1)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        reading = asyncio.create_task(reader.read() if reads else asyncio.sleep(100))
        await asyncio.sleep(1)
        for _ in range(50):
            recipe.publish(app, "x" * 100_000)
            await asyncio.sleep(0.1)
        took = await duration(runner.cleanup())
        reading.cancel()
        writer.close()
        return took

    assert run(main(reads=True)) < 3
    assert run(main(reads=False)) == 6
