"""What `docs/learn/frameworks.md` claims."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import io
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, redirect_stdout
from http.server import HTTPServer
from pathlib import Path
from typing import Any
from wsgiref import simple_server

import anyio.to_thread
import httpx
import pytest
import uvicorn
import uvloop
from aiohttp import ClientConnectorError, ClientSession
from fastapi import BackgroundTasks, FastAPI, HTTPException
from flask import Flask
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from werkzeug.serving import make_server

from tests.claims.claim import claim
from tests.recipes.recipe import load

THREADS = 40


@asynccontextmanager
async def asking(app: Any) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ANN401 - any ASGI app
    """A client of an app in this process."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        yield client


@claim(
    "In FastAPI and Starlette, `async def` runs in the loop and must not block. A plain `def`"
    " runs in"
    " one of 40 threads."
)
@claim(
    "FastAPI runs an `async def` in the loop, where it must not block. It runs a plain `def` in a"
    " thread, where it may."
)
@claim(
    "Starlette, which FastAPI is built on, uses 40 for plain endpoints, and the 41st request waits."
)
def test_where_endpoints_run() -> None:
    fast = FastAPI()
    busy = most = 0
    lock = threading.Lock()
    full = threading.Event()
    where: list[int] = []

    @fast.get("/plain")
    def plain() -> None:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
            if busy == THREADS:
                full.set()
        full.wait(10)
        time.sleep(0.05)  # in which a 41st could begin
        with lock:
            busy -= 1

    @fast.get("/async")
    async def in_the_loop() -> None:
        where.append(threading.get_ident())

    async def main() -> None:
        async with asking(fast) as client:
            await asyncio.gather(*[client.get("/plain") for _ in range(THREADS + 5)])
            await client.get("/async")

    asyncio.run(main())
    assert most == THREADS
    assert where == [threading.get_ident()]

    def plain_view(request: Request) -> PlainTextResponse:
        where.append(threading.get_ident())
        return PlainTextResponse()

    async def starlette() -> None:
        async with asking(Starlette(routes=[Route("/", plain_view)])) as client:
            await client.get("/")

    asyncio.run(starlette())
    assert where[-1] != threading.get_ident()


@claim(
    "Each request is a task. Within a request, only what you start together runs at the same time."
)
@claim("For each request the server creates a task and calls the app in it.")
@claim("The server owns the loop. Open in the lifespan what belongs to it.")
@claim(
    "When the server stops, it accepts no more connections, finishes the open request, and only"
    " then closes the lifespan."
)
def test_a_server_in_this_process() -> None:
    seen: dict[str, set[Any]] = {"tasks": set(), "loops": set()}
    said: list[str] = []

    def note() -> None:
        seen["tasks"].add(asyncio.current_task())
        seen["loops"].add(asyncio.get_running_loop())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        said.append("open")
        note()
        yield
        said.append("close")

    async def home(request: Request) -> PlainTextResponse:
        note()
        await asyncio.sleep(0.2)
        said.append("answer")
        return PlainTextResponse()

    async def main() -> None:
        app = Starlette(routes=[Route("/", home)], lifespan=lifespan)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        async with ClientSession() as session, ClientSession() as other:

            async def visit() -> int:
                async with session.get(url) as resp:
                    return resp.status

            visits = [asyncio.create_task(visit()) for _ in range(2)]
            while len(seen["tasks"]) < 3:
                await asyncio.sleep(0.01)
            server.should_exit = True
            while server.servers[0].is_serving():
                await asyncio.sleep(0.01)
            with pytest.raises(ClientConnectorError):
                await other.get(url)
            await serving
            assert [await it for it in visits] == [200, 200]

    asyncio.run(main())
    assert said == ["open", "answer", "answer", "close"]
    assert len(seen["tasks"]) == 3
    assert len(seen["loops"]) == 1


@claim(
    "uvicorn waits for open requests without a limit. `timeout_graceful_shutdown` sets one, in"
    " seconds."
)
@claim("After that time it cancels them.")
def test_a_request_that_never_ends() -> None:
    default = inspect.signature(uvicorn.Config).parameters["timeout_graceful_shutdown"].default
    assert default is None
    ended: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def main() -> float:
        config = uvicorn.Config(
            app, port=0, log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        while not server.server_state.tasks:
            await asyncio.sleep(0.01)
        start = time.perf_counter()
        server.should_exit = True
        await serving
        took = time.perf_counter() - start
        writer.close()
        return took

    assert 0.9 < asyncio.run(main()) < 10
    assert ended == ["cancelled"]


@claim(
    "uvicorn with one process imports your module first, so `create_task` raises `no running event"
    " loop` there, and so does a client session."
)
@claim(
    "With `--reload` or `--workers` it imports the module inside the loop, and the same code works."
)
def test_when_a_module_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = """
        import asyncio
        print("in the loop:", asyncio._get_running_loop() is not None)
        raise RuntimeError
    """
    (tmp_path / "imported_app.py").write_text(inspect.cleandoc(source), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    def said(start: Callable[[], object]) -> str:
        with redirect_stdout(io.StringIO()) as printed, pytest.raises(RuntimeError):
            start()
        return printed.getvalue()

    name = "imported_app:app"
    assert said(lambda: uvicorn.run(name)) == "in the loop: False\n"
    # What it starts in each process for the other two options.
    assert inspect.getsource(uvicorn.run).count("target=server.run") == 1
    server = uvicorn.Server(uvicorn.Config(name))
    assert said(lambda: asyncio.run(server.serve())) == "in the loop: True\n"


def test_too_early() -> None:
    async def work() -> None: ...

    coroutine = work()
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.create_task(coroutine)
    coroutine.close()
    with pytest.raises(RuntimeError, match="no running event loop"):
        ClientSession()


@claim("FastAPI's `BackgroundTasks` run after the answer is sent, in the same task as the request.")
def test_when_background_tasks_run() -> None:
    fast = FastAPI()
    said: list[str] = []
    tasks: set[Any] = set()

    async def mail() -> None:
        said.append("mail")
        tasks.add(asyncio.current_task())

    @fast.get("/")
    async def order(background: BackgroundTasks) -> str:
        background.add_task(mail)
        tasks.add(asyncio.current_task())
        return "thanks"

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body":
            said.append("answer")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def main() -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
        await fast(scope, receive, send)  # type: ignore[arg-type]  # a message is a mapping

    asyncio.run(main())
    assert said == ["answer", "mail"]
    assert len(tasks) == 1


@claim("They don't run if the endpoint raises, nor after one of them has failed.")
def test_when_background_tasks_do_not_run() -> None:
    fast = FastAPI()
    ran: list[str] = []

    def fails() -> None:
        ran.append("fails")
        raise OSError

    @fast.get("/{tasks}")
    async def order(tasks: str, background: BackgroundTasks) -> None:
        if tasks == "fail":
            background.add_task(fails)
        background.add_task(ran.append, tasks)
        if tasks == "missing":
            raise HTTPException(404)

    async def main() -> None:
        transport = httpx.ASGITransport(fast, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            for tasks in ("missing", "fail", "fine"):
                await client.get(f"/{tasks}")

    asyncio.run(main())
    assert ran == ["fails", "fine"]


@claim(
    "Then uvicorn raises the signal again: after SIGTERM, your program ends before the line that"
    " follows `await serving`."
)
@claim("Close things in the lifespan, not after it.")
def test_uvicorn_raises_a_signal_again() -> None:
    said: list[str] = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        said.append("lifespan is over")

    async def main() -> None:
        app = Starlette(lifespan=lifespan)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        signal.raise_signal(signal.SIGTERM)
        assert said == []  # uvicorn has it
        await serving
        said.append("after serving")

    # Here it ends nothing, or it would end the tests.
    before = signal.signal(signal.SIGTERM, lambda *_: said.append("the signal again"))
    try:
        asyncio.run(main())
    finally:
        signal.signal(signal.SIGTERM, before)
    assert said == ["lifespan is over", "the signal again", "after serving"]


@claim("Flask and Celery have no loop that lasts: whatever you start ends with the call.")
@claim("So within one view you can `gather`.")
def test_flask() -> None:
    app = Flask(__name__)
    cancelled: list[bool] = []
    loops: list[asyncio.AbstractEventLoop] = []
    kept: list[asyncio.Task[None]] = []

    async def mail() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    @app.get("/")
    async def home() -> str:
        loops.append(asyncio.get_running_loop())
        kept.append(asyncio.create_task(mail()))
        start = time.perf_counter()
        await asyncio.gather(*[asyncio.sleep(0.1) for _ in range(5)])
        assert time.perf_counter() - start < 0.4
        return "hello"

    client = app.test_client()
    assert [client.get("/").text, client.get("/").text] == ["hello", "hello"]
    assert cancelled == [True, True]
    assert loops[0] is not loops[1]
    assert all(loop.is_closed() for loop in loops)


@claim("The server decides how many run at once: Flask's own starts a thread for each request")
@claim("A view still keeps its thread until it is done")
@pytest.mark.parametrize("makes_threads", [True, False])
def test_who_decides_how_many_views_run(makes_threads: bool) -> None:
    app = Flask(__name__)
    both = threading.Barrier(2)

    @app.get("/")
    async def home() -> str:
        try:
            await asyncio.to_thread(both.wait, 10 if makes_threads else 0.05)
        except threading.BrokenBarrierError:
            return "alone"
        return "together"

    parameters = inspect.getsource(Flask.run)
    assert 'options.setdefault("threaded", True)' in parameters  # what `flask run` starts
    if makes_threads:
        server: HTTPServer = make_server("127.0.0.1", 0, app, threaded=True)
    else:
        server = simple_server.make_server("127.0.0.1", 0, app, handler_class=Quiet)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()

    async def main() -> list[str]:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.server_port}") as client:
            return [resp.text for resp in await asyncio.gather(client.get("/"), client.get("/"))]

    try:
        assert set(asyncio.run(main())) == {"together" if makes_threads else "alone"}
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


class Quiet(simple_server.WSGIRequestHandler):
    """Logs no requests."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@claim("Django's ORM refuses to be called in a loop. Methods such as `aget` use a thread.")
def test_django() -> None:
    # Without types; imported by name, so that no other test pays for it.
    guard = importlib.import_module("django.utils.asyncio").async_unsafe
    refused = importlib.import_module("django.core.exceptions").SynchronousOnlyOperation
    queries = importlib.import_module("django.db.models").QuerySet

    def query() -> None:
        """What Django's connections are guarded with."""

    async def main() -> None:
        with pytest.raises(refused):
            guard(query)()

    guard(query)()
    asyncio.run(main())
    for method in (queries.acount, queries.aget, queries.acreate):
        assert "sync_to_async" in inspect.getsource(method)
    assert not inspect.iscoroutinefunction(queries.aggregate)  # its `a` is no extra one


@claim("Methods with an extra `a`, such as `aget`, can be awaited")
@claim("The lifespan works with Starlette and FastAPI. Django has none.")
def test_django_has_no_lifespan() -> None:
    base = importlib.import_module("django.core.handlers.asgi").ASGIHandler

    async def unused(*_: object) -> None:
        """Neither received from nor sent to."""

    handler = base.__new__(base)  # without settings
    with pytest.raises(ValueError, match="not lifespan"):
        asyncio.run(handler({"type": "lifespan"}, unused, unused))


@claim("`asgiref` has `async_to_sync`, which needs no `with` block.")
@claim("Each call gets a new loop, except in a function that `sync_to_async` has called")
def test_async_to_sync_keeps_no_loop() -> None:
    async def loop() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    ask = importlib.import_module("asgiref.sync").async_to_sync(loop)
    first, second = ask(), ask()
    assert first is not second
    assert first.is_closed()

    def twice() -> tuple[object, object]:
        return ask(), ask()

    async def main() -> None:
        sync_to_async = importlib.import_module("asgiref.sync").sync_to_async
        running = asyncio.get_running_loop()
        with ThreadPoolExecutor() as pool:  # asgiref's own would outlive the test
            inside = sync_to_async(twice, thread_sensitive=False, executor=pool)
            assert await inside() == (running, running)

    asyncio.run(main())


@claim("A loop that runs can't be run again from inside. Await, or use another thread.")
@claim("A plain function can't wait for a coroutine there.")
def test_nested_loops() -> None:
    async def work() -> int:
        await asyncio.sleep(0.01)
        return 1

    def refused(start: Callable[..., Any], words: str) -> None:
        coroutine = work()
        with pytest.raises(RuntimeError, match=words):
            start(coroutine)
        coroutine.close()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        refused(loop.run_until_complete, "This event loop is already running")
        refused(asyncio.run, "cannot be called from a running event loop")
        other = asyncio.new_event_loop()
        refused(other.run_until_complete, "Cannot run the event loop while another loop is running")
        other.close()
        assert await work() == 1
        assert await asyncio.to_thread(lambda: asyncio.run(work())) == 1

    asyncio.run(main())


@claim("uvloop is a loop factory. It needs no policy.")
def test_uvloop() -> None:
    async def main() -> bool:
        return isinstance(asyncio.get_running_loop(), uvloop.Loop)

    async def ordinary() -> bool:
        return not isinstance(asyncio.get_running_loop(), uvloop.Loop)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(main())
    assert asyncio.run(ordinary())  # nothing was set for others
    assert uvloop.run(main())


@claim(
    "Use this for Flask, Celery, a GUI or an old program. One loop runs in a thread"
    " and lives as long as the program."
)
@claim("Never use `call` inside that loop, or it waits for itself.")
def test_a_loop_in_a_thread() -> None:
    loop_in_a_thread = load("frameworks/loop_in_a_thread").loop_in_a_thread

    async def work(number: int) -> tuple[int, int]:
        await asyncio.sleep(0.001)
        return number, threading.get_ident()

    async def fail() -> None:
        raise ConnectionError

    begun = threading.Event()

    async def never() -> None:
        begun.set()
        await asyncio.sleep(60)

    with loop_in_a_thread() as call:
        answers = [call(work(number)) for number in range(20)]
        assert [number for number, _ in answers] == list(range(20))
        assert len({thread for _, thread in answers} | {threading.get_ident()}) == 2
        with pytest.raises(ConnectionError):
            call(fail())

        async def inside() -> None:
            coroutine = work(1)
            waiting = threading.Thread(target=lambda: call(coroutine))
            waiting.start()
            waiting.join(0.2)  # as long as the loop is held up, the answer can't come
            assert waiting.is_alive()
            await asyncio.to_thread(waiting.join)

        call(inside())
    assert not [it for it in threading.enumerate() if it.name.startswith("loop")]


@claim("Use this for a cache that is refreshed, or a queue that is processed, in the background.")
def test_a_task_for_an_app(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = load("frameworks/background_for_an_app")
    ended: list[str] = []

    async def main(*, fails: bool) -> None:
        async def refresh() -> None:
            try:
                await asyncio.sleep(0.01 if fails else 60)
                raise ConnectionError
            finally:
                ended.append("refresh")

        names = recipe.lifespan.__wrapped__.__globals__
        monkeypatch.setitem(names, "refresh", refresh)
        async with recipe.lifespan(None):
            await asyncio.sleep(0.05)
        ended.append("app")

    asyncio.run(main(fails=False))
    assert ended == ["refresh", "app"]
    with pytest.raises(ConnectionError):
        asyncio.run(main(fails=True))


@claim(
    "To change the number, set `anyio.to_thread.current_default_thread_limiter().total_tokens` in"
    " the lifespan."
)
def test_the_number_of_threads_for_plain_endpoints_can_be_changed() -> None:
    busy = most = 0
    lock = threading.Lock()

    def plain(request: Request) -> PlainTextResponse:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.05)
        with lock:
            busy -= 1
        return PlainTextResponse()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = 3
        yield

    app = Starlette(routes=[Route("/", plain)], lifespan=lifespan)

    async def main() -> None:
        async with app.router.lifespan_context(app), asking(app) as client:
            await asyncio.gather(*[client.get("/") for _ in range(9)])

    asyncio.run(main())
    assert most == 3
