"""What *Errors* says about causes, each tried: also those that its programs don't show."""

from __future__ import annotations

import asyncio
import datetime
import gc
import logging
import logging.config
import os
import select
import signal
import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
import threading
import traceback
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
import trustme
import uvicorn
from aiohttp import (
    ClientConnectorCertificateError,
    ClientError,
    ClientOSError,
    ClientPayloadError,
    ClientSession,
    InvalidUrlClientError,
    NonHttpUrlClientError,
    web,
)
from aiohttp.test_utils import RawTestServer
from starlette.applications import Starlette
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from tests.claims.claim import each_factory, run, says

AWAIT = Path("docs/errors/await.md")
LIBRARIES = Path("docs/errors/libraries.md")
LOOP = Path("docs/errors/loop.md")
NETWORK = Path("docs/errors/network.md")
SILENT = Path("docs/errors/silent.md")
SYNC = Path("docs/errors/sync.md")
TASKS = Path("docs/errors/tasks.md")
EXPECTED = "a coroutine was expected, got"


async def nap() -> None:
    await asyncio.sleep(0.1)


def numbers() -> Iterator[int]:
    yield 1


async def later() -> AsyncGenerator[int, None]:
    await asyncio.sleep(1)
    yield 1


@each_factory
def test_what_create_task_takes_is_a_coroutine_only(*, eager: bool) -> None:
    says(AWAIT, "got None means that main is a plain def.")
    says(AWAIT, "got <_GatheringFuture and got <Task mean that a task or a gather was passed to")
    got: list[str] = []

    async def main() -> None:
        others = [None, asyncio.create_task(nap()), asyncio.gather(nap()), nap]
        for other in others:
            with pytest.raises(TypeError, match=EXPECTED) as told:
                asyncio.create_task(other)  # type: ignore[arg-type]  # noqa: RUF006 - it raises
            got.append(str(told.value).removeprefix(f"{EXPECTED} "))
        await asyncio.sleep(1)
        assert isinstance(others[2], asyncio.Future)
        assert others[2].done()  # it ran although nothing awaited it

    run(main(), eager=eager)
    begins = ["None", "<Task", "<_GatheringFuture", "<function"]
    assert [text.startswith(begin) for text, begin in zip(got, begins, strict=True)] == [True] * 4


def test_a_context_manager_that_lacks_its_decorator_or_its_parentheses() -> None:
    says(AWAIT, "If it is a generator, its function lacks @contextmanager.")
    says(AWAIT, "function and type mean that the parentheses are missing.")
    says(AWAIT, "async_generator means that its function lacks @asynccontextmanager.")

    async def main() -> list[str]:
        told = []
        for wrong in (nap, asyncio.Lock, later()):
            with pytest.raises(TypeError) as error:
                async with wrong:  # type: ignore[union-attr]  # the mistake
                    pass
            told.append(str(error.value))
        with pytest.raises(TypeError) as error, numbers():  # type: ignore[attr-defined]
            pass
        return [*told, str(error.value)]

    kinds = [text.split("'")[1].rpartition(".")[2] for text in run(main())]
    assert kinds == ["function", "type", "async_generator", "generator"]


def test_a_generator_can_be_busy_when_it_is_closed() -> None:
    says(AWAIT, "If the message begins with aclose(), it was closed while another task was waiting")

    async def main() -> None:
        source = later()
        waiting = asyncio.ensure_future(anext(source))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match=r"^aclose\(\): asynchronous generator is already"):
            await source.aclose()
        await waiting

    run(main())


class Pause:
    def __await__(self) -> Generator[None, None, None]:
        yield


class WaitsAtItsEnd:
    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None:
        await Pause()


def test_the_end_of_an_async_with_can_ignore_the_exit_of_a_generator() -> None:
    says(AWAIT, "or it waits in a finally or at the end of an async with.")

    async def watch() -> None:
        async with WaitsAtItsEnd():
            await Pause()

    watching = watch()
    watching.send(None)
    with pytest.raises(RuntimeError, match="coroutine ignored GeneratorExit"):
        watching.close()
    with pytest.raises(GeneratorExit):
        watching.send(None)


async def lose(*, by_gather: bool) -> None:
    """Lose a task that waits for something that nothing else refers to."""

    async def wait() -> None:
        await asyncio.get_running_loop().create_future()

    if by_gather:
        asyncio.gather(wait())
    else:
        asyncio.create_task(wait())  # noqa: RUF006 - that nothing keeps it is the point
    await asyncio.sleep(0.1)
    gc.collect()
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.parametrize("by_gather", [False, True])
def test_a_lost_task_is_logged_unless_gather_made_it(
    caplog: pytest.LogCaptureFixture, *, by_gather: bool
) -> None:
    says(SILENT, "logs Task was destroyed but it is pending!, unless gather made the task.")
    run(lose(by_gather=by_gather))
    assert ("Task was destroyed but it is pending!" in caplog.text) is not by_gather


def test_dict_config_turns_the_logger_of_asyncio_off() -> None:
    says(SILENT, "by default, logging.config.dictConfig turns asyncio's logger off.")
    program = "import asyncio, logging.config; logging.config.dictConfig({'version': 1})\n"
    program += "print(logging.getLogger('asyncio').disabled)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "True\n"


def test_another_thread_cannot_close_a_running_loop() -> None:
    says(LOOP, "by a coroutine or a callback, or by another thread.")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        told: list[str] = []

        def close() -> None:
            try:
                loop.close()
            except RuntimeError as error:
                told.append(str(error))

        thread = threading.Thread(target=close)
        thread.start()
        thread.join()
        assert told == ["Cannot close a running event loop"]

    asyncio.run(main())


def test_a_file_of_yours_with_the_name_of_asyncio_is_told(tmp_path: Path) -> None:
    says(LOOP, '"partially initialized module" or "consider renaming", one of your files is called')
    tmp_path.joinpath("asyncio.py").write_text("import asyncio\nasyncio.run\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "asyncio.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    newer = sys.version_info >= (3, 13)
    assert ("consider renaming" if newer else "partially initialized module") in done.stderr


def test_a_loop_that_is_left_open_is_told_to_those_who_ask() -> None:
    for page in (LOOP, NETWORK):
        says(page, "which Python leaves out unless you ask for it, for example with python -X dev.")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        loop = asyncio.new_event_loop()
        del loop
        gc.collect()
    assert [str(warning.message)[:19] for warning in told] == ["unclosed event loop"]


STOPS = """
import asyncio
loop = asyncio.new_event_loop()
task = loop.create_task(asyncio.sleep(60))
loop.run_until_complete(asyncio.sleep(0))
print(loop.is_closed())
"""


def test_a_loop_that_has_stopped_leaves_its_tasks_pending() -> None:
    says(TASKS, "or its loop stopped for good while it was waiting.")
    done = subprocess.run([sys.executable, "-c", STOPS], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert "Task was destroyed but it is pending!" in done.stderr


def last_line_here(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return [frame.name for frame in frames if frame.filename == __file__][-1]


@each_factory
def test_the_first_part_of_a_timeout_shows_where_it_waited(*, eager: bool) -> None:
    says(TASKS, "In that first part of the traceback, the last line of your own code is where")

    async def waits() -> None:
        await asyncio.sleep(3)

    async def limits() -> None:
        async with asyncio.timeout(0.1):
            await waits()

    with pytest.raises(TimeoutError) as told:
        run(limits(), eager=eager)
    assert str(told.value) == ""
    assert told.value.__cause__
    assert last_line_here(told.value.__cause__) == "waits"
    assert last_line_here(told.value) == "limits"


def test_the_system_gives_a_timeout_a_text() -> None:
    says(TASKS, "If there is a text such as Connect call failed, the system gave up")
    says(NETWORK, "Errno 111 is a refusal, and Errno 110 means that no answer came at all.")
    assert isinstance(OSError(110, "Connect call failed"), TimeoutError)
    assert isinstance(OSError(111, "Connect call failed"), ConnectionRefusedError)


def test_a_transaction_that_has_read_does_not_wait_for_its_turn(tmp_path: Path) -> None:
    says(SYNC, "A transaction that has read first, and then wants to write, doesn't even wait:")
    never = 600  # seconds: a test that waited for so long would be noticed
    with (
        closing(sqlite3.connect(tmp_path / "a.db", timeout=never, isolation_level=None)) as mine,
        closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other,
    ):
        mine.execute("CREATE TABLE notes (text)")
        mine.execute("BEGIN")
        mine.execute("SELECT * FROM notes").fetchall()
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            mine.execute("INSERT INTO notes VALUES ('too late')")
        mine.rollback()
        other.rollback()
        mine.execute("BEGIN IMMEDIATE")
        mine.execute("INSERT INTO notes VALUES ('in time')")
        mine.rollback()


@each_factory
def test_a_condition_looks_only_whether_its_lock_is_held(*, eager: bool) -> None:
    says(SYNC, "wait says cannot wait on un-acquired lock.")
    says(SYNC, "If another task holds the lock, asyncio doesn't notice the mistake.")

    async def main() -> None:
        changed = asyncio.Condition()

        async def hold() -> None:
            async with changed:
                await asyncio.sleep(1)

        holding = asyncio.create_task(hold())
        await asyncio.sleep(0.1)
        changed.notify_all()  # by a task that holds nothing
        await holding
        with pytest.raises(RuntimeError, match="cannot notify on un-acquired lock"):
            changed.notify_all()
        with pytest.raises(RuntimeError, match="cannot wait on un-acquired lock"):
            await changed.wait()

    run(main(), eager=eager)


def test_a_barrier_is_whole_again_after_a_reset() -> None:
    says(SYNC, "After abort, so does each task that comes before a reset.")

    async def main() -> None:
        barrier = asyncio.Barrier(2)
        await barrier.abort()
        with pytest.raises(asyncio.BrokenBarrierError):
            await barrier.wait()
        await barrier.reset()
        assert sorted(await asyncio.gather(barrier.wait(), barrier.wait())) == [0, 1]

    run(main())


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells the end this way")
def test_a_process_that_ends_at_the_moment_of_a_kill_does_no_harm() -> None:
    says(SYNC, "A process that ends at that very moment does no harm.")
    says(SYNC, "os.kill and os.killpg say the same if no process has that number any more.")

    async def main() -> None:
        process = await asyncio.create_subprocess_exec("sleep", "60")
        end = os.pidfd_open(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        select.select([end], [], [])  # it has ended, but asyncio has had no turn to hear of it
        os.close(end)
        assert process.returncode is None
        process.kill()
        await process.wait()
        for kill in (os.kill, os.killpg):
            with pytest.raises(ProcessLookupError):
                kill(process.pid, signal.SIGKILL)

    asyncio.run(main())


def test_what_starts_tasks_looks_for_the_current_loop() -> None:
    says(LOOP, "asyncio.gather, ensure_future, asyncio.Future() and asyncio.shield call it too.")
    coroutine = nap()
    calls: list[Callable[[], object]] = [
        lambda: asyncio.gather(coroutine),
        lambda: asyncio.ensure_future(coroutine),
        asyncio.Future,
        lambda: asyncio.shield(coroutine),
    ]

    def call_all() -> list[str]:
        told = []
        for call in calls:
            with pytest.raises(RuntimeError, match="There is no current event loop") as error:
                call()
            told.append(str(error.value))
        return told

    with ThreadPoolExecutor(1) as pool:  # older versions make a loop in the main thread only
        assert len(pool.submit(call_all).result()) == len(calls)
    coroutine.close()


def test_what_aiohttp_makes_of_a_reset() -> None:
    says(NETWORK, "in a ClientOSError, or in the middle of a body in a ClientPayloadError.")
    says(NETWORK, "A body without a stated length seems to end there instead.")

    async def ask(sends: bytes) -> bytes:
        half = asyncio.Event()

        async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            if sends:
                writer.write(b"HTTP/1.1 200 OK\r\n" + sends + b"\r\nhalf")
                await half.wait()
            connection = writer.get_extra_info("socket")
            at_once = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            writer.transport.abort()

        async with await asyncio.start_server(reset, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}") as got:
                begin = await got.content.readany()
                half.set()
                return begin + await got.read()

    with pytest.raises(ClientOSError, match="Connection reset by peer"):
        asyncio.run(ask(b""))
    with pytest.raises(ClientPayloadError, match="Connection reset by peer"):
        asyncio.run(ask(b"Content-Length: 100\r\n"))
    assert asyncio.run(ask(b"Content-Type: text/plain\r\n")) == b"half"


def test_which_addresses_aiohttp_refuses() -> None:
    says(NETWORK, "Usually, https:// is missing at the start.")
    says(NETWORK, "Sometimes the host is missing, or the port is too large.")
    says(NETWORK, "In localhost:8080, localhost is taken for the scheme.")
    invalid = ["example.com", "/path", "", "https://", "https://example.com:99999"]
    other = ["ftp://example.com", "localhost:8080", "127.0.0.1:8080/path"]

    async def main() -> list[type[ClientError]]:
        kinds = []
        async with ClientSession() as session:
            for address in invalid + other:
                with pytest.raises(ClientError) as told:
                    await session.get(address)
                kinds.append(type(told.value))
        return kinds

    kinds = run(main())
    assert kinds[: len(invalid)] == [InvalidUrlClientError] * len(invalid)
    assert kinds[len(invalid) :] == [NonHttpUrlClientError] * len(other)


def test_a_certificate_can_be_signed_and_still_be_refused() -> None:
    says(NETWORK, "With certificate has expired and Hostname mismatch, look at")
    ca = trustme.CA()
    trusting = ssl.create_default_context(cadata=ca.cert_pem.bytes().decode())
    last_year = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=365)
    certificates = [
        ca.issue_cert("localhost"),
        ca.issue_cert("127.0.0.1", not_before=last_year, not_after=last_year),
        trustme.CA().issue_cert("127.0.0.1"),
    ]

    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response()

    async def main() -> list[str]:
        told = []
        async with ClientSession() as session:
            for certificate in certificates:
                https = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                certificate.configure_cert(https)
                server = RawTestServer(answer)
                await server.start_server(ssl=https)
                with pytest.raises(ClientConnectorCertificateError) as error:
                    await session.get(server.make_url("/"), ssl=trusting)
                told.append(str(error.value))
                await server.close()
        return told

    mismatch, expired, unknown = run(main())
    assert "CERTIFICATE_VERIFY_FAILED" in mismatch
    assert "mismatch, certificate is not valid for '127.0.0.1'" in mismatch
    assert (
        "CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired" in expired
    )
    assert "certificate verify failed: unable to get local issuer certificate" in unknown


@pytest.mark.parametrize("leaves", [False, True])
def test_what_uvicorn_waits_for_without_a_limit(
    caplog: pytest.LogCaptureFixture, *, leaves: bool
) -> None:
    says(LIBRARIES, "waits until they are done, and says Waiting for connections to close.")
    says(LIBRARIES, "If a client has left and its request still runs, it says Waiting for")
    caplog.set_level(logging.INFO, "uvicorn.error")

    async def until(text: str) -> None:
        while text not in caplog.text:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)

    async def main() -> None:
        asked, gone, finish = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def app(_: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
            await receive()
            asked.set()
            if leaves:
                await receive()  # the client is gone
                gone.set()
            await finish.wait()
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b"", "more_body": False})

        server = uvicorn.Server(
            uvicorn.Config(app, port=0, lifespan="off", log_config=None, access_log=False)
        )
        serving = asyncio.create_task(server.serve())
        await until("Uvicorn running")
        [port] = [socket.getsockname()[1] for socket in server.servers[0].sockets]
        async with ClientSession() as session:
            asking = asyncio.create_task(session.get(f"http://127.0.0.1:{port}"))
            await asked.wait()
            if leaves:
                asking.cancel()
                await gone.wait()
            server.should_exit = True
            await until("Waiting for")
            finish.set()
            await asyncio.wait([asking])
        await serving

    asyncio.run(main())
    assert ("Waiting for background tasks to complete" in caplog.text) is leaves
    assert ("Waiting for connections to close" in caplog.text) is not leaves


async def raw(_: Scope, receive: ASGIReceiveCallable, __: ASGISendCallable) -> None:
    await receive()
    raise OSError("the database is off")


@asynccontextmanager
async def fails(_: Starlette) -> AsyncIterator[None]:
    raise OSError("the database is off")
    yield


def test_an_error_at_the_start_is_hidden_only_if_the_app_lets_it_through() -> None:
    says(LIBRARIES, "If the app lets the error through and the server isn't told that it needs a")
    says(LIBRARIES, "Starlette and FastAPI report the error themselves, and then the server always")

    async def main() -> list[bool]:
        stops = []
        for app in (raw, Starlette(lifespan=fails)):
            config = uvicorn.Config(app, log_config=None)
            config.load()
            lifespan = config.lifespan_class(config)
            await lifespan.startup()
            stops.append(lifespan.should_exit)
        return stops

    assert run(main()) == [False, True]


@pytest.mark.parametrize("earlier", [False, True])
def test_bytes_that_are_not_http_reach_no_handler(
    *, earlier: bool, caplog: pytest.LogCaptureFixture
) -> None:
    says(NETWORK, "None of your handlers ran, and the client got the status 400.")
    says(NETWORK, "They log it at the level DEBUG if it is the first request of a connection,")
    says(NETWORK, "and at ERROR if another came before.")
    hello = b"\x16\x03\x01\x02\x00\r\n\r\n"  # how TLS begins
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    asked = []

    async def handler(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response()

    async def main() -> bytes:
        async with RawTestServer(handler) as server:
            assert server.port
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            if earlier:
                writer.write(request)
                await reader.readuntil(b"\r\n\r\n")
            writer.write(hello)
            answer = await reader.read()
            writer.close()
            return answer

    with caplog.at_level(logging.DEBUG, "aiohttp.server"):
        answer = run(main())
    assert answer.startswith(b"HTTP/1.0 400 ")
    assert asked == ["/"] * earlier
    (record,) = [log for log in caplog.records if log.exc_info]
    assert record.levelname == ("ERROR" if earlier else "DEBUG")
    assert "Received HTTPS traffic on an HTTP port" in str(record.exc_info)
