"""What `docs/learn/streams.md` claims."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import socket
import ssl
import subprocess
import sys
import warnings
from asyncio import StreamReader as Reader
from asyncio import StreamWriter as Writer
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.claims.claim import claim, each_factory, run

Handler = Callable[[Reader, Writer], Coroutine[Any, Any, None]]
LIMIT = 64 * 1024
TOO_LONG = r"longer than limit|exceed the limit"


@asynccontextmanager
async def connected(handler: Handler, **options: Any) -> AsyncIterator[tuple[Reader, Writer]]:  # noqa: ANN401 - start_server's
    """A client of a server that handles it."""
    server = await asyncio.start_server(handler, "127.0.0.1", 0, **options)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()


async def received(
    read: Callable[[Reader], Awaitable[Any]],
    *pieces: bytes,
    **options: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401 - whatever is read
    """What a server reads of what a client writes, with pauses, before it closes."""
    result = asyncio.get_running_loop().create_future()

    async def handle(reader: Reader, writer: Writer) -> None:
        try:
            result.set_result(await read(reader))
        except Exception as error:
            result.set_exception(error)
        writer.close()

    async with connected(handle, **options) as (_, writer):
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.1)
        writer.write_eof()
        async with asyncio.timeout(100):
            return await result


@claim(
    "`read(n)` returns whatever has arrived, from 1 byte to `n`. A stream has no"
    " messages: mark where each one ends, by line or by length."
)
@claim(
    "what you write in one piece may be read in several, and what you write in several may be"
    " read in one"
)
@claim("TCP promises that the bytes arrive in order, and nothing else.")
@each_factory
def test_read_returns_what_has_arrived(*, eager: bool) -> None:
    async def small(reader: Reader) -> list[bytes]:
        return [await reader.read(4), await reader.read(4), await reader.read(4)]

    async def late(reader: Reader) -> bytes:
        await asyncio.sleep(1)
        return await reader.read(1000)

    async def soon(reader: Reader) -> bytes:
        return await reader.read(1000)

    assert run(received(small, b"0123456789"), eager=eager) == [b"0123", b"4567", b"89"]
    assert run(received(late, b"one", b"two", b"three"), eager=eager) == b"onetwothree"
    assert run(received(soon, b"one", b"two"), eager=eager) == b"one"
    assert run(received(soon, b"1"), eager=eager) == b"1"

    sent = random.Random(1).randbytes(300_000)  # noqa: S311 - no secrets here
    cuts = [0, 1, 5, 100_000, 100_001, len(sent)]
    pieces = [sent[a:b] for a, b in itertools.pairwise(cuts)]
    assert run(received(lambda reader: reader.read(), *pieces), eager=eager) == sent


@claim("Each line is whole, no matter how it arrived.")
@claim(
    "`b''` means the end of the stream, each time you read. A line without a line break at its"
    " end may"
    " have been cut off."
)
@claim("An empty line is `b'\\n'`. Only the end of the stream is `b''`")
@claim("use `readuntil`, which raises an IncompleteReadError instead.")
@each_factory
def test_lines_are_whole(*, eager: bool) -> None:
    text = b"one\ntwo\n\nfour\n"

    async def lines(reader: Reader) -> list[bytes]:
        return [line async for line in reader]

    async def to_the_end(reader: Reader) -> list[bytes]:
        return [await reader.readline() for _ in range(7)]

    for cut in range(len(text)):
        whole = run(received(lines, text[:cut], text[cut:]), eager=eager)
        assert whole == [b"one\n", b"two\n", b"\n", b"four\n"]
    assert run(received(to_the_end, b"a\n\nb"), eager=eager) == [b"a\n", b"\n", b"b", *[b""] * 4]
    with pytest.raises(asyncio.IncompleteReadError):
        run(received(lambda reader: reader.readuntil(), b"no break"), eager=eager)


@claim("A reader stops taking in bytes once it holds more than twice its limit")
def test_a_reader_stops_beyond_twice_its_limit() -> None:
    async def main() -> None:
        async def keep(reader: Reader, writer: Writer) -> None:
            readers.append(reader)
            writers.append(writer)

        readers: list[Reader] = []
        writers: list[Writer] = []
        server = await asyncio.start_server(keep, "127.0.0.1", 0, limit=10)
        async with server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            for reads in [True, False]:
                writer.write(b"x" * (20 if reads else 1))
                await asyncio.sleep(0.1)
                transport = writers[0].transport
                assert isinstance(transport, asyncio.ReadTransport)
                assert transport.is_reading() == reads
            writer.close()
            writers[0].close()
            await asyncio.sleep(0.1)

    run(main())


@claim("A line longer than 64 KiB raises a `ValueError`. `limit=` raises the limit.")
@claim("`readuntil` raises a LimitOverrunError with the same words.")
@claim("by then `readline` has thrown away the part of the line that had arrived.")
@claim("If the rest arrives later, you read it as a separate line.")
@claim("`readexactly` has no such limit.")
@each_factory
def test_the_limit_on_a_line(*, eager: bool) -> None:
    def line(length: int) -> bytes:
        return b"x" * (length - 1) + b"\n"

    async def readline(reader: Reader) -> int:
        return len(await reader.readline())

    async def after_an_error(reader: Reader) -> bytes:
        with pytest.raises(ValueError, match=TOO_LONG):
            await reader.readline()
        return await reader.readline()

    fits = line(LIMIT)
    assert run(received(readline, fits), eager=eager) == LIMIT
    for too_long in (line(LIMIT + 2), line(3 * LIMIT), line(20 * LIMIT)):
        with pytest.raises(ValueError, match=TOO_LONG):
            run(received(readline, too_long), eager=eager)
        with pytest.raises(asyncio.LimitOverrunError, match=TOO_LONG):
            run(received(lambda reader: reader.readuntil(), too_long), eager=eager)
        whole = received(readline, too_long, limit=30 * LIMIT)
        assert run(whole, eager=eager) == len(too_long)
    assert run(received(after_an_error, b"x" * 100_000, b"rest\n"), eager=eager) == b"rest\n"
    exactly = received(lambda reader: reader.readexactly(500_000), line(500_000))
    assert len(run(exactly, eager=eager)) == 500_000


@claim("readexactly waits until the number of bytes you ask for has arrived.")
@claim("So a message that was cut off is never taken for a whole one.")
@claim("it raises an `IncompleteReadError`, with what had arrived in `partial`.")
@each_factory
def test_a_message_that_is_cut_off_is_not_whole(*, eager: bool) -> None:
    message = b"a message\nof two lines"

    async def receive(reader: Reader) -> bytes:
        length = int.from_bytes(await reader.readexactly(4), "big")
        return await reader.readexactly(length)

    framed = len(message).to_bytes(4, "big") + message
    for cut in range(len(framed)):
        whole = received(receive, framed[:cut], framed[cut:])
        assert run(whole, eager=eager) == message
        with pytest.raises(asyncio.IncompleteReadError) as error:
            run(received(receive, framed[:cut]), eager=eager)
        assert error.value.partial == (framed[:cut] if cut < 4 else framed[4:cut])


@claim("Without TLS, `write_eof` ends one direction, and the other stays open. `close` ends both.")
@claim("Without the `write_eof`, the two would wait for each other forever.")
@each_factory
def test_half_close(*, eager: bool) -> None:
    async def count(reader: Reader, writer: Writer) -> None:
        try:
            words = (await reader.read()).split()
            writer.write(str(len(words)).encode())
        finally:
            writer.close()

    async def ask(*, end: bool) -> bytes:
        async with connected(count) as (reader, writer):
            writer.write(b"to be or not to be")
            if end:
                writer.write_eof()
            async with asyncio.timeout(1_000_000):
                return await reader.read()

    assert run(ask(end=True), eager=eager) == b"6"
    with pytest.raises(TimeoutError):
        run(ask(end=False), eager=eager)

    async def close_both() -> bytes:
        async def answer(reader: Reader, writer: Writer) -> None:
            assert await reader.read() == b"hello"
            with contextlib.suppress(ConnectionError):
                writer.write(b"answer")
                await writer.drain()
            writer.close()

        async with connected(answer) as (reader, writer):
            writer.write(b"hello")
            writer.close()
            await asyncio.sleep(1)
            return await reader.read()

    assert run(close_both(), eager=eager) == b""


@claim(
    "TLS, the encryption of HTTPS, has no half-close: on such a connection `write_eof` raises a"
    " `NotImplementedError`"
)
def test_tls_has_no_half_close() -> None:
    authority = trustme.CA()
    of_server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(of_server)
    of_client = ssl.create_default_context()
    authority.configure_trust(of_client)

    async def answer(reader: Reader, writer: Writer) -> None:
        writer.write(await reader.readline())
        writer.close()

    async def main() -> bytes:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=of_server)
        async with server:
            reader, writer = await asyncio.open_connection(
                *server.sockets[0].getsockname(), ssl=of_client, server_hostname="localhost"
            )
            with pytest.raises(NotImplementedError):
                writer.write_eof()
            writer.write(b"hello\n")
            answered = await reader.read()
            writer.close()
            return answered

    assert asyncio.run(main()) == b"hello\n"


@claim(
    "Each handler runs in its own task. If the handler fails, its connection is"
    " closed and the server keeps running."
)
@claim("asyncio reports the error as `Unhandled exception in client_connected_cb`")
@each_factory
def test_a_handler_that_fails(*, eager: bool) -> None:
    tasks: set[asyncio.Task[Any] | None] = set()
    reports: list[str] = []

    async def handle(reader: Reader, writer: Writer) -> None:
        tasks.add(asyncio.current_task())
        if await reader.readline() == b"fail\n":
            raise KeyError
        writer.write(b"fine\n")
        writer.close()

    async def main() -> list[bytes]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reports.append(context["message"]))
        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        answers = []
        for word in (b"fail\n", b"go on\n", b"fail\n", b"go on\n"):
            reader, writer = await asyncio.open_connection(*address)
            writer.write(word)
            answers.append(await reader.read())
            writer.close()
        server.close()
        return answers

    assert run(main(), eager=eager) == [b"", b"fine\n"] * 2
    assert len(tasks) == 4
    assert set(reports) == {"Unhandled exception in client_connected_cb"}


@claim(
    "A write that succeeds doesn't mean that anything has arrived. Put a timeout"
    " around each wait for the other side."
)
@claim("A `write` that succeeds doesn't mean that anything has arrived.")
@claim("`drain` raises a `ConnectionError`, after a write or two")
@each_factory
def test_a_write_to_a_client_that_has_left(*, eager: bool) -> None:
    result: list[int] = []

    async def count(reader: Reader, writer: Writer) -> None:
        assert await reader.read() == b""  # the client has left
        sent = 0
        with pytest.raises(ConnectionError):
            while sent < 100:
                writer.write(b"are you there?\n")
                await writer.drain()
                sent += 1
                await asyncio.sleep(0.1)
        result.append(sent)
        writer.close()

    async def main() -> None:
        async with connected(count) as (_, writer):
            writer.close()
            await asyncio.sleep(20)

    run(main(), eager=eager)
    assert result[0] in (1, 2)


@claim("`read` and `readline` return `b''`, once everything before it is read")
@claim("ended, and its socket still held bytes from you")
@claim("`read` raises ConnectionResetError")
@each_factory
def test_the_other_side_has_gone(*, eager: bool) -> None:
    async def main(*, with_unread: bool) -> tuple[bytes, bytes]:
        server = socket.create_server(("127.0.0.1", 0))
        server.setblocking(False)
        loop = asyncio.get_running_loop()
        connecting = asyncio.create_task(asyncio.open_connection(*server.getsockname()))
        peer, _ = await loop.sock_accept(server)
        reader, writer = await connecting
        try:
            if with_unread:
                writer.write(b"never read")
                await asyncio.sleep(0.1)
            await loop.sock_sendall(peer, b"last words")
            await asyncio.sleep(0.1)
            first = await reader.read(4)
            peer.close()
            await asyncio.sleep(0.1)
            return first + await reader.read(100), await reader.readline()
        finally:
            writer.close()
            server.close()

    assert run(main(with_unread=False), eager=eager) == (b"last words", b"")
    with pytest.raises(ConnectionResetError):
        run(main(with_unread=True), eager=eager)

    async def never_reads(reader: Reader, writer: Writer) -> None:
        await asyncio.sleep(0.1)  # meanwhile, asyncio takes the bytes out of the socket
        writer.close()

    async def of_asyncio() -> bytes:
        async with connected(never_reads) as (reader, writer):
            writer.write(b"never read")
            return await reader.read()

    assert run(of_asyncio(), eager=eager) == b""


SENDER = """
import asyncio, sys

async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    writer.write(b"x" * 20_000_000)
    writer.close()
    if sys.argv[2] == "wait":
        await writer.wait_closed()

asyncio.run(main())
"""


@claim("Without that wait, the last bytes may not be sent at the end of a program.")
@claim("closed, called `write_eof`, or its program ended")
@pytest.mark.parametrize("wait", [True, False])
def test_bytes_may_be_lost_at_the_end_of_a_program(wait: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", SENDER, str(server.getsockname()[1])]
        sender = subprocess.Popen([*command, "wait" if wait else "leave"])
        peer, _ = server.accept()
        with peer:
            if not wait:
                sender.wait(timeout=60)  # it doesn't wait for us
            count = 0
            while data := peer.recv(1_000_000):
                count += len(data)
        assert sender.wait(timeout=60) == 0
    assert (count == 20_000_000) is wait


@claim("`close` ends both directions, once everything you have written is sent.")
@claim("waits until the connection is really closed, and raises the error if it broke.")
@each_factory
def test_close_sends_what_was_written(*, eager: bool) -> None:
    async def slow(reader: Reader) -> int:
        await asyncio.sleep(5)
        return len(await reader.read())

    async def all_is_sent() -> int:
        result = asyncio.get_running_loop().create_future()

        async def handle(reader: Reader, writer: Writer) -> None:
            result.set_result(await slow(reader))
            writer.close()

        async with connected(handle) as (_, writer):
            writer.write(b"x" * 10_000_000)
            writer.close()
            await writer.wait_closed()
            count: int = await result
            return count

    async def broken() -> None:
        async def leave(reader: Reader, writer: Writer) -> None:
            await asyncio.sleep(0.1)
            writer.transport.abort()

        async with connected(leave) as (_, writer):
            writer.write(b"x" * 10_000_000)
            writer.close()
            await writer.wait_closed()

    assert run(all_is_sent(), eager=eager) == 10_000_000
    with pytest.raises(ConnectionError):
        run(broken(), eager=eager)


@claim("By default, nothing in TCP ends this")
@claim(
    "The limit is on the silence, not on the whole conversation, because each line gets a new"
    " block."
)
@each_factory
def test_silence(*, eager: bool) -> None:
    heard: list[bytes] = []

    async def handle(reader: Reader, writer: Writer) -> None:
        with contextlib.suppress(TimeoutError):
            while True:
                async with asyncio.timeout(0.3):
                    heard.append(await reader.readline())
        writer.close()

    async def main() -> float:
        loop = asyncio.get_running_loop()
        async with connected(handle) as (reader, writer):
            start = loop.time()
            for _ in range(10):
                writer.write(b"hello\n")
                await asyncio.sleep(0.2)
            assert await reader.read() == b""
            return round(loop.time() - start, 3)

    async def wait_for_a_silent_client() -> None:
        async def listen(reader: Reader, writer: Writer) -> None:
            try:
                await reader.readline()
            finally:
                writer.close()

        async with connected(listen):
            await asyncio.sleep(10_000_000)
            assert len(asyncio.all_tasks()) == 2  # the handler still waits

    assert run(main(), eager=eager) == 2.1
    assert len(heard) == 10
    run(wait_for_a_silent_client(), eager=eager)


@claim(
    "Python 3.11 and the first releases of 3.12 also report a handler that is still running when"
    " the"
    " program ends, with an `Exception in callback`."
)
def test_a_handler_that_is_cut_off_by_the_end() -> None:
    reports: list[str] = []

    async def never_ends(reader: Reader, writer: Writer) -> None:
        try:
            await asyncio.sleep(1000)
        finally:
            writer.close()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reports.append(context["message"]))
        async with connected(never_ends):
            await asyncio.sleep(0.1)

    run(main())
    found = [report.partition(" Stream")[0] for report in reports]
    told = ["Exception in callback"]
    if sys.version_info[:2] == (3, 12):  # 3.12.1 does, and later ones don't
        assert found in ([], told)
    else:
        assert found == (told if sys.version_info < (3, 12) else [])


@claim("`OSError` covers a connection that is refused or reset, and `TimeoutError`.")
@claim("`EOFError` covers `IncompleteReadError`.")
@claim("The limit covers everything: connecting, asking and waiting for the answer.")
@claim("A `LimitOverrunError` is neither: it means that the answer is longer than 64 KiB.")
def test_what_the_recipe_catches() -> None:
    for error in (ConnectionRefusedError, ConnectionResetError, BrokenPipeError, TimeoutError):
        assert issubclass(error, OSError)
    assert issubclass(asyncio.IncompleteReadError, EOFError)
    assert not issubclass(asyncio.LimitOverrunError, (OSError, EOFError))
    recipe = recipe_of("ask_once")

    async def tell_much(reader: Reader, writer: Writer) -> None:
        size = int(await reader.readline())
        writer.write(b"x" * size + b"\n")
        writer.close()

    async def silent(reader: Reader, writer: Writer) -> None:
        await reader.read()
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(tell_much, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        assert len(await recipe["ask"](address, "60000", 1)) == 60_000
        with pytest.raises(recipe["ERRORS"]) as caught:
            await recipe["ask"](address, "70000", 1)
        assert isinstance(caught.value, asyncio.LimitOverrunError)
        server.close()
        await asyncio.sleep(1)
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        with pytest.raises(TimeoutError):
            await recipe["ask"](address, "x" * 10_000_000, 1)
        server.close()
        await asyncio.sleep(1)
        with pytest.raises(OSError, match=r"refused|Connect call failed"):
            await recipe["ask"](address, "hello?", 1)

    run(main())


@claim("JSON writes a line break in a string as `\\n`, so one object is always one line.")
@claim("Whatever a client sends, the only connection that it can break is its own.")
def test_what_the_json_recipe_promises() -> None:
    recipe = recipe_of("json_lines")
    recipe["print"] = lambda *words: None
    reports: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reports.append(context["message"]))
        server = await asyncio.start_server(recipe["add"], "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        for data in (b"nonsense\n", b"[]\n", b"{}\n", b"\xff\n", b"{", b'{"add": "x"}\n', b"1\n"):
            reader, writer = await asyncio.open_connection(*address)
            writer.write(data)
            writer.write_eof()
            assert await reader.read() == b""
            writer.close()
        reader, writer = await asyncio.open_connection(*address)
        await recipe["send"](writer, {"add": [1, 2], "note": "two\nlines"})
        assert await reader.readline() == b'{"sum": 3}\n'
        writer.close()
        server.close()
        await asyncio.sleep(0.1)

    run(main())
    assert not reports


@claim("Up to Python 3.12 it stays open, and the client waits for an end that never comes.")
@claim("Since Python 3.13 it is closed once nothing refers to the writer")
@claim("you get a `ResourceWarning`.")
@each_factory
def test_a_writer_that_is_dropped(*, eager: bool) -> None:
    kept: list[Writer] = []
    transports: list[asyncio.WriteTransport] = []

    async def forget(reader: Reader, writer: Writer) -> None:
        kept.append(writer)
        transports.append(writer.transport)

    async def main(*, keep: bool) -> bool:
        async with connected(forget) as (reader, _):
            await asyncio.sleep(0.1)
            if not keep:
                kept.clear()
            try:
                async with asyncio.timeout(1000):
                    return await reader.read() == b""
            except TimeoutError:
                return False
            finally:
                transports.pop().abort()
                kept.clear()
                await asyncio.sleep(0.1)

    closes = sys.version_info >= (3, 13)
    assert not run(main(keep=True), eager=eager)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert run(main(keep=False), eager=eager) is closes
    warned = any(warning.category is ResourceWarning for warning in caught)
    assert warned is closes


@claim("A client's connection is closed this way on every version that we ran.")
@each_factory
def test_a_client_that_drops_its_writer(*, eager: bool) -> None:
    async def main() -> bool:
        ended = asyncio.Event()

        async def handle(reader: Reader, writer: Writer) -> None:
            await reader.read()
            ended.set()
            writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        async with server:
            await asyncio.open_connection(*server.sockets[0].getsockname())
            async with asyncio.timeout(1000):
                return await ended.wait()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that the writer is unclosed
        assert run(main(), eager=eager)


def recipe_of(name: str) -> dict[str, Any]:
    """The functions of a program of the chapter."""
    program = Path(f"snippets/streams/{name}.py").read_text("utf-8")
    functions: dict[str, Any] = {}
    exec(program.replace("asyncio.run(main())", ""), functions)  # noqa: S102 - our own
    return functions


@claim(
    "While the other side reads nothing, `close` keeps the connection open, and keeps what you"
    " have written in memory. `writer.transport.abort()` drops both immediately."
)
@each_factory
def test_close_waits_for_a_client_that_reads_nothing(*, eager: bool) -> None:
    async def handler(reader: Reader, writer: Writer) -> None:
        writer.write(bytes(20_000_000))
        writer.close()
        await asyncio.sleep(60)
        transport = writer.transport
        assert transport.get_write_buffer_size() > 1_000_000
        transport.abort()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        assert transport.get_write_buffer_size() == 0
        done.set()

    async def main() -> None:
        server = await asyncio.start_server(handler, "127.0.0.1", 0)
        async with server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await asyncio.wait_for(done.wait(), 100)
            writer.close()

    done = asyncio.Event()
    run(main(), eager=eager)
