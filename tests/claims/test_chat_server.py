"""What `docs/learn/chat-server.md` claims."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from asyncio import StreamReader as Reader
from asyncio import StreamWriter as Writer
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.claims.claim import CHAPTERS, claim, duration, each_factory, rounds, run
from tests.docs.pages import fences
from tests.recipes.recipe import load

Handler = Callable[[Reader, Writer], Coroutine[Any, Any, None]]
SINCE_3_12 = sys.version_info >= (3, 12)
OLD = sys.version_info < (3, 13)
needs_close_clients = pytest.mark.skipif(OLD, reason="Server.close_clients came with Python 3.13")
MUCH = 8_000_000  # more than what the network takes


@asynccontextmanager
async def two_ends() -> AsyncIterator[tuple[Writer, Reader]]:
    """What a server writes to, and what its client reads from."""
    accepted = asyncio.get_running_loop().create_future()

    async def handle(reader: Reader, writer: Writer) -> None:
        accepted.set_result(writer)

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    reader, client = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer = await accepted
    try:
        yield writer, reader
    finally:
        writer.transport.abort()
        client.transport.abort()
        server.close()
        await asyncio.sleep(0.1)


def waiting(writer: Writer) -> int:
    """How many bytes wait in memory to be sent."""
    return writer.transport.get_write_buffer_size()


async def hangs(coroutine: Coroutine[Any, Any, Any]) -> bool:
    """Whether something is still waiting after a long time."""
    try:
        async with asyncio.timeout(1000):
            await coroutine
    except TimeoutError:
        return True
    return False


@claim(
    "`write` never waits, and keeps in memory what can't be sent yet. `drain` waits while there"
    " is too much of it."
)
@claim("`write` takes everything and returns at once.")
@claim("waits while the buffer holds too much, which is more than 64 KiB unless you change it")
@claim("While the buffer is nearly empty, `drain` has nothing to wait for.")
@claim("So the server keeps pace with its client.")
@each_factory
def test_drain_waits_while_too_much_is_in_memory(*, eager: bool) -> None:
    async def main() -> None:
        async with two_ends() as (writer, reader):
            assert writer.transport.get_write_buffer_limits()[1] == 64 * 1024
            writer.write(b"x")
            assert await rounds(writer.drain()) == 0
            for _ in range(MUCH // 1_000_000):
                writer.write(b"x" * 1_000_000)
            assert waiting(writer) > MUCH / 4
            assert await hangs(writer.drain())
            draining = asyncio.create_task(writer.drain())
            while not draining.done():
                assert waiting(writer) > 0
                await reader.read(1_000_000)
            assert waiting(writer) < 64 * 1024

        async with two_ends() as (writer, _):
            writer.transport.set_write_buffer_limits(high=MUCH)
            writer.write(b"x" * MUCH)
            assert await rounds(writer.drain()) == 0
            writer.transport.set_write_buffer_limits(high=waiting(writer))
            writer.write(b"x")
            assert await hangs(writer.drain())

    run(main(), eager=eager)


@claim(
    "A `drain` in a broadcast lets the slowest client hold up the others. Give each client a"
    " queue, and decide"
    " what happens when it is full."
)
@claim("`broadcast` no longer waits for anyone.")
@claim("`put_nowait` raises a `QueueFull` when ten messages are waiting")
@each_factory
def test_a_slow_client_and_the_others(*, eager: bool) -> None:
    async def main(*, queues: bool) -> float:
        loop = asyncio.get_running_loop()
        async with two_ends() as (slow, _), two_ends() as (quick, reader):

            async def send(queue: asyncio.Queue[bytes], writer: Writer) -> None:
                while True:
                    writer.write(await queue.get())
                    await writer.drain()

            async def broadcast() -> None:
                for writer in (slow, quick):
                    writer.write(b"x" * MUCH)
                    await writer.drain()

            async def broadcast_to_queues() -> None:
                own: list[asyncio.Queue[bytes]] = []
                for writer in (slow, quick):
                    own.append(asyncio.Queue(maxsize=10))
                    tasks.append(asyncio.create_task(send(own[-1], writer)))
                for queue in own:
                    queue.put_nowait(b"x" * MUCH)
                await asyncio.sleep(1)
                for _ in range(10):
                    own[0].put_nowait(b"more")
                with pytest.raises(asyncio.QueueFull):
                    own[0].put_nowait(b"more")

            tasks: list[asyncio.Task[None]] = []
            sending = asyncio.create_task(broadcast_to_queues() if queues else broadcast())
            start = loop.time()
            receiving = asyncio.create_task(reader.readexactly(MUCH))
            await asyncio.wait([receiving], timeout=100)
            took = loop.time() - start
            if queues:
                await sending
            for task in (receiving, sending, *tasks):
                task.cancel()
            await asyncio.gather(receiving, sending, *tasks, return_exceptions=True)
            return took

    assert run(main(queues=False), eager=eager) >= 100
    assert run(main(queues=True), eager=eager) < 2


async def echo(reader: Reader, writer: Writer) -> None:
    """Send back what comes, line by line."""
    async for line in reader:
        writer.write(line)
    writer.close()


@claim(
    "`Server.close` refuses new clients and leaves the others connected. Since Python 3.12,"
    " `wait_closed`"
    " waits for them."
)
@claim("They stay connected, on every version.")
@claim(
    "Since Python 3.12 it waits until the last client is gone, and so does the end of `async with"
    " server`."
)
@each_factory
def test_closing_a_server(*, eager: bool) -> None:
    async def main() -> None:
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        server.close()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*address)
        writer.write(b"still here\n")
        assert await reader.readline() == b"still here\n"
        asyncio.get_running_loop().call_later(5, writer.close)
        assert await duration(server.wait_closed()) == (5 if SINCE_3_12 else 0)
        await asyncio.sleep(6)

    async def with_a_block() -> float:
        loop = asyncio.get_running_loop()
        async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await asyncio.sleep(1)
            loop.call_later(5, writer.close)
            start = loop.time()
        took = loop.time() - start
        await asyncio.sleep(6)
        return took

    run(main(), eager=eager)
    assert run(with_a_block(), eager=eager) == (5 if SINCE_3_12 else 0)


@needs_close_clients
@claim("closes each connection once what was written is sent.")
@claim("`abort_clients` doesn't wait for that.")
@claim("To the handler, both look as though the client had left, so its `finally` runs.")
@each_factory
def test_closing_the_connections(*, eager: bool) -> None:
    ended: list[str] = []

    async def send_much(reader: Reader, writer: Writer) -> None:
        writer.write(b"x" * MUCH)
        try:
            assert await reader.read() == b""
        finally:
            ended.append("handler")
            writer.close()

    async def main(how: str) -> int:
        server = await asyncio.start_server(send_much, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        await asyncio.sleep(0.1)
        server.close()
        getattr(server, how)()
        count = 0
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(1_000_000):
                count += len(data)
        writer.close()
        await asyncio.sleep(0.1)
        return count

    assert run(main("close_clients"), eager=eager) == MUCH
    assert run(main("abort_clients"), eager=eager) < MUCH
    assert ended == ["handler"] * 2


@claim("when an item leaves a list while you loop over it, the loop can skip another")
@each_factory
def test_a_list_that_changes_during_a_loop(*, eager: bool) -> None:
    clients = ["Ada", "Bob", "Cleo"]
    written: list[str] = []

    async def leave() -> None:
        clients.remove("Ada")

    async def broadcast() -> None:
        for client in clients:
            written.append(client)
            await asyncio.sleep(0.1)

    async def main() -> None:
        broadcasting = asyncio.create_task(broadcast())
        await asyncio.sleep(0.05)
        await leave()
        await broadcasting

    run(main(), eager=eager)
    assert written == ["Ada", "Cleo"]


@claim("Read the keyboard in a thread, or on Linux and macOS as a stream.")
@claim("if the server ends the chat, the program still waits for you to press Enter.")
def test_a_thread_that_waits_for_the_keyboard() -> None:
    pressed: list[str] = []
    seen: list[int] = []

    def read_line() -> None:
        time.sleep(5)  # you take your time
        pressed.append("Enter")

    async def main() -> None:
        reading = asyncio.create_task(asyncio.to_thread(read_line))
        for number in range(3):
            await asyncio.sleep(0.1)
            seen.append(number)
        reading.cancel()
        await asyncio.wait([reading])
        assert seen == [0, 1, 2]
        assert not pressed

    run(main())
    assert pressed  # the run's end waited for it


@claim("This is a reader like any other, and a timeout works on it.")
@claim("If you redirect a file into the program, `connect_read_pipe` raises a `ValueError`")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't read its console as a pipe")
def test_the_keyboard_as_a_stream(tmp_path: Path) -> None:
    """The page's own block, run: here what is typed comes from a pipe."""
    page = CHAPTERS / "chat-server.md"
    [block] = [text for _, _, info, text in fences(page) if info == "python"]
    program = tmp_path / "keyboard.py"

    def typed(block: str, *lines: str) -> str:
        program.write_text(block, "utf-8")
        read_end, keyboard = os.pipe()
        with os.fdopen(read_end) as stdin, os.fdopen(keyboard, "w") as typing:
            process = subprocess.Popen(
                [sys.executable, str(program)],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for line in lines:
                typing.write(f"{line}\n")
            typing.flush()
            if "60" in block:
                typing.close()
            printed, _ = process.communicate(timeout=60)
        return printed

    assert typed(block, "one", "two") == "you typed one\nyou typed two\n"
    empty = tmp_path / "empty.txt"
    empty.touch()
    with empty.open() as stdin:
        command = [sys.executable, str(program)]
        done = subprocess.run(command, stdin=stdin, capture_output=True, text=True, check=False)
    assert done.stderr.endswith("ValueError: Pipe transport is for pipes/sockets only.\n")

    impatient = block.replace("60", "0.5")
    assert typed(impatient, "one") == "you typed one\nare you still there?\n"


PRINTS_A_LOT = """
import asyncio, sys

async def main():
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    if "stream" in sys.argv:
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: protocol, sys.stdin)
    for _ in range(1000):
        print("x" * 100)

asyncio.run(main())
"""


@claim("What the terminal can't take at once is then dropped, without an error.")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems' terminals have other buffers")
@pytest.mark.parametrize("how", ["stream", "without"])
def test_what_a_terminal_cannot_take_at_once_is_dropped(how: str) -> None:
    import pty

    ours, its_end = pty.openpty()
    command = [sys.executable, "-c", PRINTS_A_LOT, how]
    process = subprocess.Popen(command, stdin=its_end, stdout=its_end)
    os.close(its_end)
    if how == "stream":  # it ends, although nobody has read a line of it
        assert process.wait(timeout=60) == 0
    lines = 0
    with contextlib.suppress(OSError):  # how a terminal says that its other end is closed
        while data := os.read(ours, 100_000):
            lines += data.count(b"\n")
    os.close(ours)
    assert process.wait(timeout=60) == 0
    assert lines < 1000 if how == "stream" else lines == 1000


@claim("`add_reader` with an event lets a coroutine wait for any socket.")
@claim(
    "The loop calls again in each round until the data is read, so use something that can be set"
    " twice. A future can't."
)
@claim(
    "To read a socket yourself, there are shorter ways: `loop.sock_recv`, or"
    " `open_connection(sock=...)`"
)
@each_factory
def test_add_reader(*, eager: bool) -> None:
    async def main() -> None:
        near, far = socket.socketpair()
        loop = asyncio.get_running_loop()
        for end in (near, far):
            end.setblocking(False)
        calls: list[float] = []
        readable = asyncio.Event()

        def called() -> None:
            calls.append(loop.time())
            readable.set()

        loop.add_reader(near, called)
        assert await hangs(readable.wait())
        loop.call_later(0.2, far.send, b"hello")
        assert await duration(readable.wait()) == 0.2
        for _ in range(10):
            await asyncio.sleep(0)
        assert len(calls) > 5
        assert near.recv(100) == b"hello"
        count = len(calls)
        await asyncio.sleep(1)
        assert len(calls) <= count + 1
        loop.remove_reader(near)

        future = loop.create_future()
        future.set_result(None)
        with pytest.raises(asyncio.InvalidStateError):
            future.set_result(None)

        loop.call_later(0.2, far.send, b"hello")
        assert await loop.sock_recv(near, 100) == b"hello"
        reader, writer = await asyncio.open_connection(sock=near)
        far.send(b"hello\n")
        assert await reader.readline() == b"hello\n"
        writer.close()
        far.close()
        await asyncio.sleep(0.1)

    run(main(), eager=eager)


def recipe_of(name: str, **values: object) -> dict[str, Any]:
    """The names of one of the page's programs, without running it."""
    program = Path(f"snippets/chat/{name}.py").read_text("utf-8")
    recipe: dict[str, Any] = {"print": lambda *words: None}
    exec(program.replace("asyncio.run(main())", ""), recipe)  # noqa: S102 - our own
    recipe.update(values)
    return recipe


@claim(
    "A client with more than 1 MB waiting is cut off with `abort`. A client that sends a line"
    " that is too long loses its connection, too."
)
@each_factory
def test_the_recipe_cuts_off_who_falls_behind(*, eager: bool) -> None:
    recipe = recipe_of("chat_server")

    async def main() -> None:
        server = await asyncio.start_server(recipe["serve"], "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        loop = asyncio.get_running_loop()
        lazy = socket.socket()
        lazy.setblocking(False)
        await loop.sock_connect(lazy, address)
        reader, writer = await asyncio.open_connection(*address)
        await asyncio.sleep(0.1)
        assert len(recipe["clients"]) == 2
        line = b"x" * 50_000 + b"\n"
        for _ in range(400):
            writer.write(line)
            assert await reader.readline() == line
            assert all(waiting(client) < 1_100_000 for client in recipe["clients"])
        assert len(recipe["clients"]) == 1  # the lazy one is cut off
        writer.write(b"x" * 100_000 + b"\n")
        assert await reader.readline() == b""
        await asyncio.sleep(0.1)
        assert len(recipe["clients"]) == 0
        lazy.close()
        writer.close()
        server.close()
        await asyncio.sleep(0.1)

    run(main(), eager=eager)


@claim(
    "If a client's last line has no line break, the server adds one, to separate it from the next"
    " line."
)
@each_factory
def test_the_recipe_ends_the_last_line(*, eager: bool) -> None:
    async def main(recipe: dict[str, Any]) -> None:
        server = await asyncio.start_server(recipe["serve"], "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        await asyncio.sleep(0.1)
        for line in (b"bye", b"\n", b"hello\n"):
            _, other = await asyncio.open_connection(*address)
            other.write(line)
            await asyncio.sleep(0.1)
            other.close()
            await asyncio.sleep(0.1)
        assert [await reader.readline() for _ in range(3)] == [b"bye\n", b"\n", b"hello\n"]
        writer.close()
        server.close()
        await asyncio.sleep(0.1)

    for name in ("chat_server", "two_tasks"):
        run(main(recipe_of(name)), eager=eager)


@claim(
    "A client that leaves without reading what is waiting for it gets ten more seconds. Then the"
    " rest is dropped."
)
@each_factory
def test_the_recipe_keeps_nothing_for_a_client_that_has_left(*, eager: bool) -> None:
    recipe = recipe_of("chat_server")

    async def main() -> None:
        server = await asyncio.start_server(recipe["serve"], "127.0.0.1", 0)
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        await asyncio.sleep(0.1)
        [client] = recipe["clients"]
        recipe["broadcast"](b"x" * MUCH)
        writer.write_eof()  # and it never reads
        await asyncio.sleep(9)
        assert not recipe["clients"]
        assert waiting(client) > 0
        await asyncio.sleep(2)
        assert waiting(client) == 0
        writer.close()
        server.close()
        await asyncio.sleep(0.1)

    run(main(), eager=eager)


@claim("The client gets nothing back, although it isn't slow.")
@claim("a loop over lines that are already there doesn't give up the turn.")
@each_factory
def test_lines_that_arrive_together_fill_a_short_queue(*, eager: bool) -> None:
    async def main(most: int) -> int:
        recipe = recipe_of("two_tasks", MOST=most)
        server = await asyncio.start_server(recipe["serve"], "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"a short line\n" * 50)
        await asyncio.sleep(0.1)
        writer.write_eof()
        got = await reader.read()
        writer.close()
        server.close()
        await asyncio.sleep(0.1)
        assert not recipe["clients"]
        return got.count(b"\n")

    async def read_all() -> None:
        reader = Reader()
        reader.feed_data(b"a short line\n" * 50)
        reader.feed_eof()
        lines = [line async for line in reader]
        assert len(lines) == 50

    assert run(main(10), eager=eager) == 0
    assert run(main(1000), eager=eager) == 50
    assert run(rounds(read_all()), eager=eager) == 0


@claim("When the client leaves, the handler cancels `send`.")
@claim("If `send` fails, the group cancels the handler.")
@claim("A client whose queue is full is cut off with `abort`")
@claim("To its own handler, that looks as though the client had left.")
@each_factory
def test_a_handler_with_two_tasks_leaves_nothing_behind(*, eager: bool) -> None:
    reports: list[str] = []

    async def broken(queue: asyncio.Queue[bytes], writer: Writer) -> None:
        await queue.get()
        raise ConnectionResetError

    async def main(recipe: dict[str, Any], *, falls_behind: bool) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reports.append(context["message"]))
        server = await asyncio.start_server(recipe["serve"], "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        await asyncio.sleep(0.1)
        assert len(asyncio.all_tasks()) == 3  # its handler and sender
        if falls_behind:
            for _ in range(12_000):
                recipe["broadcast"](b"x" * 1000 + b"\n")
                await asyncio.sleep(0)
        else:
            writer.write(b"one\n")
            await asyncio.sleep(0.1)
            if "broken" not in recipe:
                assert await reader.readline() == b"one\n"
                writer.close()
        await asyncio.sleep(0.1)
        assert not recipe["clients"]
        assert len(asyncio.all_tasks()) == 1
        writer.close()
        server.close()
        await asyncio.sleep(0.1)

    run(main(recipe_of("two_tasks"), falls_behind=False), eager=eager)
    run(main(recipe_of("two_tasks", send=broken, broken=True), falls_behind=False), eager=eager)
    run(main(recipe_of("two_tasks"), falls_behind=True), eager=eager)
    assert not reports


@asynccontextmanager
async def through_the_proxy(server: Handler) -> AsyncIterator[tuple[Reader, Writer]]:
    """A client's end of a connection to a server, through the proxy of the recipe."""
    proxy = load("chat/proxy").proxy
    behind = await asyncio.start_server(server, "127.0.0.1", 0)
    address = behind.sockets[0].getsockname()
    between = await asyncio.start_server(
        lambda reader, writer: proxy(reader, writer, address), "127.0.0.1", 0
    )
    reader, writer = await asyncio.open_connection(*between.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
        between.close()
        behind.close()
        await asyncio.sleep(0.1)


@claim("so a slow reader slows down the other side, and the proxy never holds much data.")
def test_a_proxy_waits_for_a_slow_reader() -> None:
    sent = 0

    async def sends_much(reader: Reader, writer: Writer) -> None:
        nonlocal sent
        with contextlib.suppress(ConnectionError):
            for _ in range(10_000):
                writer.write(bytes(10_000))
                await writer.drain()
                sent += 10_000

    async def main() -> None:
        async with through_the_proxy(sends_much):
            await asyncio.sleep(10)
            assert 0 < sent < 3 * MUCH  # two connections, and what the proxy holds

    run(main())


@claim("the way back stays open.")
@claim("If one direction breaks off, the group stops the other.")
def test_a_proxy_passes_ends_and_failures_on(capsys: pytest.CaptureFixture[str]) -> None:
    ends: list[bytes] = []

    async def answers(reader: Reader, writer: Writer) -> None:
        ends.append(await reader.read())
        await asyncio.sleep(1)  # the way back is still open
        writer.write(b"answer")
        writer.close()

    async def reads(reader: Reader, writer: Writer) -> None:
        ends.append(await reader.read())
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(bytes(10_000))
                await writer.drain()

    async def main() -> None:
        async with through_the_proxy(answers) as (reader, writer):
            writer.write(b"question")
            writer.write_eof()
            assert await reader.read() == b"answer"
        async with through_the_proxy(reads) as (reader, writer):
            writer.write_eof()
            await reader.read(1)
            writer.transport.abort()
            await asyncio.sleep(1)
            assert not any("copy(" in str(task) for task in asyncio.all_tasks())

    run(main())
    assert ends == [b"question", b""]
    assert "broken off" in capsys.readouterr().out
