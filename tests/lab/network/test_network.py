from __future__ import annotations

import asyncio
import errno
import gc
import socket
import ssl
import struct
import sys
import time
import weakref
from array import array
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import pytest

from lab.loop import refusals
from lab.loop.clock import VirtualClock, WallClock
from lab.loop.event_loop import EventLoop
from lab.loop.installed import installed
from lab.loop.observer import Observer
from lab.network import netloop
from lab.network.network import Network
from lab.network.sockets import Socket
from tests.lab.conftest import Run, run_lab, run_standard

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

# More than a kernel holds for a connection whose other end does not read.
MUCH = b"0123456789abcdef" * 2 * 1024 * 1024


@asynccontextmanager
async def serving(
    handler: Handler, host: str | None = "127.0.0.1", port: int = 0
) -> AsyncIterator[int]:
    """Serve; give the port; at the end wait for handlers, as a program that ends well does."""
    tasks: set[asyncio.Task[Any] | None] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        try:
            await handler(reader, writer)
        finally:
            await closed(writer)

    server = await asyncio.start_server(handle, host, port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.gather(*filter(None, tasks))
        await server.wait_closed()


async def closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def shout(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    await closed(writer)


def outcome(main: Callable[[], Awaitable[Any]]) -> str:
    """Tell how it ends on the standard loop, having checked that the lab's ends the same."""

    async def caught() -> str:
        try:
            return repr(await main())
        except Exception as error:
            return repr(error)

    ours = str(run_lab(caught())).replace(refusals.outside, "")
    theirs = run_standard(caught())
    assert ours == theirs
    return str(theirs)


def test_client_and_server_talk(run: Run) -> None:
    async def main() -> list[bytes]:
        async with serving(shout) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            answers = []
            for line in (b"one\n", b"two\n"):
                writer.write(line)
                answers.append(await reader.readline())
            await closed(writer)
        return answers

    assert run(main()) == [b"ONE\n", b"TWO\n"]


def test_each_of_many_clients_gets_its_own_answer(run: Run) -> None:
    async def ask(port: int, number: int) -> bytes:
        reader, writer = await asyncio.open_connection("localhost", port)
        writer.write(b"client %d\n" % number)
        answer = await reader.readline()
        await closed(writer)
        return answer

    async def main() -> list[bytes]:
        async with serving(shout) as port:
            return await asyncio.gather(*(ask(port, number) for number in range(100)))

    assert run(main()) == [b"CLIENT %d\n" % number for number in range(100)]


def test_everything_happens_in_the_same_order() -> None:
    async def main() -> list[str]:
        log: list[str] = []
        names = iter("ABC")

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            me = next(names)
            log.append(f"{me} starts")
            while line := await reader.readline():
                log.append(f"{me} hears {line!r}")
                writer.write(line.upper())
                await writer.drain()
                log.append(f"{me} has drained")
                await asyncio.sleep(0)
                log.append(f"{me} goes on")
            log.append(f"{me} is done")

        async def client(port: int, number: int) -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            log.append(f"{number} connected")
            for word in (b"one\n", b"two\n"):
                writer.write(word)
                log.append(f"{number} has sent")
                log.append(f"{number} hears {await reader.readline()!r}")
            await closed(writer)
            log.append(f"{number} closed")

        async with serving(handle) as port, asyncio.TaskGroup() as group:
            for number in range(3):
                group.create_task(client(port, number))
        return log

    outcome(main)


def test_a_connection_carries_bytes_not_messages(run: Run) -> None:
    async def three_writes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"a")
        writer.write(b"b")
        writer.writelines([b"c", b"d"])

    async def main() -> bytes:
        async with serving(three_writes) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            first = await reader.read(100)
            await closed(writer)
        return first

    assert run(main()) == b"abcd"


def test_much_arrives_whole_and_in_order(run: Run) -> None:
    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readexactly(len(MUCH)))

    async def main() -> bool:
        async with serving(count) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(MUCH)
            back = await reader.readexactly(len(MUCH))
            await closed(writer)
        return back == MUCH

    assert run(main())


class Recorder(asyncio.Protocol):
    """Writes down what its transport tells it."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.data = b""
        self.lost: asyncio.Future[Exception | None] = asyncio.Future()
        self.keep_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.log.append("made")

    def data_received(self, data: bytes) -> None:
        self.data += data

    def eof_received(self) -> bool:
        self.log.append("eof")
        return self.keep_open

    def connection_lost(self, exc: Exception | None) -> None:
        self.log.append(f"lost {exc!r}")
        self.lost.set_result(exc)

    def pause_writing(self) -> None:
        self.log.append("pause")

    def resume_writing(self) -> None:
        self.log.append("resume")


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Recorder, Recorder]]:
    """Give the two ends of a connection."""
    loop = asyncio.get_running_loop()
    accepted: list[Recorder] = []

    def accept() -> Recorder:
        accepted.append(Recorder())
        return accepted[0]

    server = await loop.create_server(accept, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    _, client = await loop.create_connection(Recorder, *address[:2])
    await until(lambda: accepted and accepted[0].log)
    yield client, accepted[0]
    for end in (client, accepted[0]):
        if not end.lost.done():
            end.transport.abort()
        await end.lost
    server.close()
    await server.wait_closed()


async def until(condition: Callable[[], object]) -> None:
    """Wait for what happens soon."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - an event would need a hook in what we test
            await asyncio.sleep(0.001)


class InBuffer(asyncio.BufferedProtocol):
    def __init__(self) -> None:
        self.buffer = bytearray(10)
        self.data = b""

    def get_buffer(self, sizehint: int) -> bytearray:
        return self.buffer

    def buffer_updated(self, nbytes: int) -> None:
        self.data += self.buffer[:nbytes]


def test_a_buffered_protocol_gets_bytes_in_its_own_buffer(run: Run) -> None:
    async def main() -> bytes:
        async with connected() as (client, server):
            protocol = InBuffer()
            server.transport.set_protocol(protocol)
            client.transport.write(b"the quick brown fox")
            await until(lambda: len(protocol.data) == 19)
            server.transport.set_protocol(server)
        return protocol.data

    assert run(main()) == b"the quick brown fox"


def test_drain_waits_for_the_reader(run: Run) -> None:
    async def main() -> list[bool]:
        enough = asyncio.Event()

        async def sink(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await enough.wait()
            await reader.readexactly(len(MUCH))

        async with serving(sink) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(MUCH)
            drain = asyncio.ensure_future(writer.drain())
            await asyncio.sleep(0.05)
            before = drain.done()
            enough.set()
            await drain
            await closed(writer)
        return [before, drain.done()]

    assert run(main()) == [False, True]


def test_high_and_low_water_marks(run: Run) -> None:
    async def main() -> list[object]:
        async with connected() as (client, server):
            server.transport.pause_reading()
            client.transport.set_write_buffer_limits(high=1000, low=10)
            limits = client.transport.get_write_buffer_limits()
            client.transport.write(MUCH)
            paused = list(client.log)
            size = client.transport.get_write_buffer_size()
            server.transport.resume_reading()
            await until(lambda: "resume" in client.log)
            left = client.transport.get_write_buffer_size()
        return [limits, paused, size > 1000, left <= 10, client.log]

    assert run(main()) == [
        (10, 1000),
        ["made", "pause"],
        True,
        True,
        ["made", "pause", "resume", "lost None"],
    ]


def test_what_fits_on_the_way_does_not_pause(run: Run) -> None:
    async def main() -> list[object]:
        async with connected() as (client, server):
            server.transport.pause_reading()
            client.transport.write(b"x" * 1000)
            return [client.transport.get_write_buffer_size(), client.log]

    assert run(main()) == [0, ["made", "lost None"]]


def test_no_data_while_reading_is_paused(run: Run) -> None:
    async def main() -> list[object]:
        async with connected() as (client, server):
            server.transport.pause_reading()
            client.transport.write(b"hello")
            await asyncio.sleep(0.02)
            seen = [server.transport.is_reading(), server.data]
            server.transport.resume_reading()
            await until(lambda: server.data)
        return [*seen, server.data]

    assert run(main()) == [False, b"", b"hello"]


def test_capacity_is_how_much_a_connection_holds() -> None:
    async def main() -> list[int]:
        async with connected() as (client, server):
            server.transport.pause_reading()
            client.transport.write(b"x" * 5000)
            sizes = [client.transport.get_write_buffer_size()]
            server.transport.resume_reading()
            await until(lambda: len(server.data) == 5000)
            sizes.append(client.transport.get_write_buffer_size())
        return sizes

    with installed(network=Network(capacity=1000)):
        assert asyncio.run(main()) == [4000, 0]


def test_half_close(run: Run) -> None:
    async def length(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"%d" % len(await reader.read()))

    async def main() -> list[object]:
        async with serving(length) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"some bytes")
            possible = writer.can_write_eof()
            writer.write_eof()
            answer = await reader.read()
            with pytest.raises(RuntimeError, match="write_eof"):
                writer.write(b"more")
            await closed(writer)
        return [possible, answer]

    assert run(main()) == [True, b"10"]


def test_eof_received(run: Run) -> None:
    async def main() -> list[list[str]]:
        async with connected() as (client, server):
            client.transport.write_eof()
            await client.lost
            await server.lost
        return [client.log, server.log]

    ended = ["made", "eof", "lost None"]
    assert run(main()) == [ended, ended]


def test_close_sends_what_was_written(run: Run) -> None:
    async def main() -> list[object]:
        async with connected() as (client, server):
            client.transport.write(MUCH)
            client.transport.close()
            await server.lost
        return [client.log[-1], server.log[-2:], server.data == MUCH]

    assert run(main()) == ["lost None", ["eof", "lost None"], True]


def test_abort_drops_what_was_not_sent(run: Run) -> None:
    async def main() -> list[object]:
        async with connected() as (client, server):
            client.transport.write(MUCH)
            client.transport.abort()
            await server.lost
        return [client.log[-1], server.log[-2:], len(server.data) < len(MUCH)]

    assert run(main()) == ["lost None", ["eof", "lost None"], True]


def test_a_closing_transport_takes_no_more(run: Run) -> None:
    async def main() -> list[object]:
        async with connected() as (client, server):
            client.transport.close()
            closing = client.transport.is_closing()
            await server.lost
        return [closing, client.transport.is_closing(), client.log, server.data]

    assert run(main()) == [True, True, ["made", "lost None"], b""]


def linger_zero(writer: asyncio.StreamWriter) -> None:
    """Make the next close a reset."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_reset() -> None:
    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        linger_zero(writer)

    async def main() -> bytes:
        async with serving(rude) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(b"hello\n")
                return await reader.read()
            finally:
                await closed(writer)

    assert outcome(main) == "ConnectionResetError(104, 'Connection reset by peer')"


def test_what_came_before_a_reset_can_be_read(run: Run) -> None:
    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"last words")
        linger_zero(writer)

    async def main() -> list[object]:
        async with serving(rude) as port:
            loop = asyncio.get_running_loop()
            _, client = await loop.create_connection(Recorder, "127.0.0.1", port)
            return [type(await client.lost), client.data]

    assert run(main()) == [ConnectionResetError, b"last words"]


def test_close_with_unread_bytes_resets() -> None:
    async def main() -> list[str]:
        async with connected() as (client, server):
            server.transport.pause_reading()
            client.transport.write(b"never read")
            await asyncio.sleep(0.01)
            server.transport.close()
            await client.lost
        return client.log

    assert outcome(main) == str(
        ["made", "lost ConnectionResetError(104, 'Connection reset by peer')"]
    )


def test_writing_to_an_end_that_closed() -> None:
    async def main() -> list[object]:
        async with connected() as (client, server):
            client.keep_open = True
            server.transport.close()
            await server.lost
            await until(lambda: "eof" in client.log)
            client.transport.write(b"nobody hears")
            await asyncio.sleep(0.01)
            log = list(client.log)
            client.transport.write(b"but this says so")
            await client.lost
        return [log, client.log]

    assert outcome(main) == str(
        [["made", "eof"], ["made", "eof", "lost BrokenPipeError(32, 'Broken pipe')"]]
    )


def test_drain_after_the_connection_was_lost() -> None:
    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        linger_zero(writer)

    async def main() -> None:
        async with serving(rude) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            with pytest.raises(ConnectionResetError):
                await reader.read()
            try:
                writer.write(b"x")
                await writer.drain()
            finally:
                await closed(writer)

    assert outcome(main) == "ConnectionResetError(104, 'Connection reset by peer')"


def test_localhost_is_one_address() -> None:
    """On a machine it may be two, in either order: /etc/hosts says. In memory it is one."""

    async def main() -> None:
        await asyncio.open_connection("localhost", 1)

    with installed(), pytest.raises(ConnectionRefusedError, match=r"'127\.0\.0\.1', 1"):
        asyncio.run(main())


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_connection_refused(host: str) -> None:
    async def main() -> None:
        await asyncio.open_connection(host, 1)

    assert outcome(main).startswith("ConnectionRefusedError(111, \"Connect call failed ('")


def test_unknown_name() -> None:
    async def main() -> None:
        await asyncio.open_connection("no-such-host.invalid", 80)

    with installed(), pytest.raises(socket.gaierror) as caught:
        asyncio.run(main())
    # Fixed: what the standard loop says depends on the machine's name server.
    assert str(caught.value).startswith(f"[Errno {socket.EAI_NONAME}] Name or service not known: ")
    assert "no other hosts" in str(caught.value)


def test_nothing_leaves_the_network() -> None:
    async def main() -> None:
        await asyncio.open_connection("192.0.2.1", 80)

    with installed(), pytest.raises(OSError, match="Network is unreachable") as caught:
        asyncio.run(main())
    assert caught.value.errno == errno.ENETUNREACH


@pytest.mark.parametrize("port", [-1, 65536])
def test_ports_that_do_not_exist(port: int) -> None:
    async def connect() -> None:
        await asyncio.open_connection("127.0.0.1", port)

    async def serve() -> None:
        await asyncio.start_server(shout, "127.0.0.1", port)

    assert outcome(connect) == "OverflowError('connect(): port must be 0-65535.')"
    assert outcome(serve) == "OverflowError('bind(): port must be 0-65535.')"


@pytest.mark.parametrize(
    ("host", "port", "options"),
    [
        ("127.0.0.1", 80, {}),
        ("127.0.0.1", "80", {"type": socket.SOCK_STREAM}),
        ("127.0.0.1", "http", {"type": socket.SOCK_STREAM}),
        ("127.0.0.1", None, {"type": socket.SOCK_STREAM}),
        ("127.0.0.1", "nonsense", {"type": socket.SOCK_STREAM}),
        ("127.0.0.1", 80, {"family": socket.AF_INET6}),
        ("::1", 80, {"type": socket.SOCK_DGRAM}),
        (None, 80, {"type": socket.SOCK_STREAM}),
        (None, 80, {"type": socket.SOCK_STREAM, "flags": socket.AI_PASSIVE}),
    ],
)
def test_getaddrinfo(host: str | None, port: int | str | None, options: dict[str, Any]) -> None:
    async def main() -> object:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, **options)
        return [info for info in found if info[1] != socket.SOCK_RAW]

    outcome(main)


@pytest.mark.parametrize("flags", [0, socket.NI_NUMERICHOST | socket.NI_NUMERICSERV])
def test_getnameinfo(flags: int) -> None:
    async def main() -> object:
        return await asyncio.get_running_loop().getnameinfo(("127.0.0.1", 80), flags)

    outcome(main)


def test_hosts_of_ones_own() -> None:
    async def main() -> list[object]:
        async with serving(shout, "api.example", 80):
            reader, writer = await asyncio.open_connection("API.example.", 80)
            writer.write(b"hello\n")
            answer = await reader.readline()
            peer = writer.get_extra_info("peername")
            name = await asyncio.get_running_loop().getnameinfo(peer)
            await closed(writer)
        return [answer, peer, name]

    with installed(network=Network(hosts={"api.example": "10.0.0.7"})):
        assert asyncio.run(main()) == [b"HELLO\n", ("10.0.0.7", 80), ("api.example", "http")]


def test_what_a_transport_knows(run: Run) -> None:
    async def main() -> None:
        async with connected() as (client, server):
            ours, theirs = client.transport, server.transport
            assert ours.get_extra_info("peername") == theirs.get_extra_info("sockname")
            assert ours.get_extra_info("sockname") == theirs.get_extra_info("peername")
            sock = ours.get_extra_info("socket")
            assert sock.family == socket.AF_INET
            assert sock.type == socket.SOCK_STREAM
            assert sock.getpeername() == ours.get_extra_info("peername")
            assert sock.getsockname() == ours.get_extra_info("sockname")
            assert sock.gettimeout() == 0
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            assert isinstance(sock.fileno(), int)

    run(main())


@pytest.mark.parametrize(("host", "port"), [(None, 0), ("", 0), (None, 18437)])
def test_both_families_without_a_host(run: Run, host: str | None, port: int) -> None:
    async def main() -> list[str]:
        server = await asyncio.start_server(shout, host, port)
        answers = []
        async with server:
            for sock in server.sockets:
                home = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}[sock.family]
                _, writer = await asyncio.open_connection(home, sock.getsockname()[1])
                answers.append(writer.get_extra_info("peername")[0])
                await closed(writer)
            await asyncio.sleep(0.01)  # for the handlers to end
        return sorted(answers)

    assert run(main()) == ["127.0.0.1", "::1"]


def test_a_host_named_twice_is_served_once(run: Run) -> None:
    async def main() -> int:
        async with await asyncio.start_server(shout, ["127.0.0.1", "127.0.0.1"], 0) as server:
            return len(server.sockets)

    assert run(main()) == 1


def test_any_address_means_this_host_to_a_client(run: Run) -> None:
    async def main() -> object:
        async with serving(shout) as port:
            _, writer = await asyncio.open_connection("0.0.0.0", port)  # noqa: S104 - not to bind
            peer = writer.get_extra_info("peername")[0]
            await closed(writer)
        return peer

    assert run(main()) == "127.0.0.1"


def test_a_port_that_is_taken_is_not_given() -> None:
    async def main() -> list[int]:
        async with serving(shout, port=49153), serving(shout) as one, serving(shout) as two:
            return [one, two]

    assert run_lab(main()) == [49152, 49154]


def test_ports_are_the_same_at_each_run() -> None:
    async def main() -> list[int]:
        async with serving(shout) as one, serving(shout) as two:
            _, writer = await asyncio.open_connection("127.0.0.1", one)
            mine = writer.get_extra_info("sockname")[1]
            await closed(writer)
        return [one, two, mine]

    assert run_lab(main()) == run_lab(main()) == [49152, 49153, 49154]


def taken(host: str | None) -> Callable[[], Awaitable[object]]:
    async def main() -> object:
        async with serving(shout, "127.0.0.1", 18433) as port:
            await asyncio.start_server(shout, host, port, family=socket.AF_INET)
            return None

    return main


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), (None, "0.0.0.0")])  # noqa: S104 - free or not is what we ask
def test_two_servers_on_one_port(host: str | None, shown: str) -> None:
    told = outcome(taken(host))
    assert told.startswith(
        f"OSError(98, \"error while attempting to bind on address ('{shown}', 18433): "
    )
    assert told.endswith('address already in use")')


def test_an_address_of_another_machine(run: Run) -> None:
    async def main() -> str:
        with pytest.raises(OSError, match=r"192\.0\.2\.1") as caught:
            await asyncio.start_server(shout, "192.0.2.1", 18433)
        return str(caught.value)

    assert " bind on a" in run(main())


def test_a_port_is_free_again_after_close(run: Run) -> None:
    async def main() -> list[int]:
        ports = []
        for _ in range(2):
            async with serving(shout, "127.0.0.1", 18434) as port:
                ports.append(port)
        return ports

    assert run(main()) == [18434, 18434]


def test_the_server_object(run: Run) -> None:
    async def main() -> None:
        server = await asyncio.start_server(shout, "127.0.0.1", 0, start_serving=False)
        assert isinstance(server, asyncio.Server)
        assert server.get_loop() is asyncio.get_running_loop()
        address = server.sockets[0].getsockname()
        assert address[0] == "127.0.0.1"
        assert not server.is_serving()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*address)
        await server.start_serving()
        assert server.is_serving()
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"hello\n")
        assert await reader.readline() == b"HELLO\n"
        await closed(writer)
        server.close()
        assert not server.is_serving()
        assert server.sockets == ()
        await server.wait_closed()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*address)

    run(main())


def test_serve_forever(run: Run) -> None:
    async def main() -> list[bool]:
        async with await asyncio.start_server(shout, "127.0.0.1", 0) as server:
            forever = asyncio.ensure_future(server.serve_forever())
            await asyncio.sleep(0)
            with pytest.raises(RuntimeError, match="already being awaited"):
                await server.serve_forever()
            forever.cancel()
            with pytest.raises(asyncio.CancelledError):
                await forever
        return [server.is_serving()]

    assert run(main()) == [False]


def test_wait_closed_and_open_connections() -> None:
    # 3.11 does not wait for connections, 3.12.1 and later do: `outcome` compares with the
    # standard loop of the same version.
    async def main() -> list[object]:
        server = await asyncio.start_server(shout, "127.0.0.1", 0)
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        await asyncio.sleep(0.01)
        server.close()
        wait = asyncio.ensure_future(server.wait_closed())
        await asyncio.sleep(0.01)
        before = wait.done()
        await closed(writer)
        await asyncio.sleep(0.01)
        return [before, wait.done()]

    waits = sys.version_info >= (3, 12)
    assert outcome(main) == str([not waits, True])


@pytest.mark.skipif(sys.version_info < (3, 13), reason="new in 3.13")
@pytest.mark.parametrize("method", ["close_clients", "abort_clients"])
def test_closing_the_clients_of_a_server(run: Run, method: str) -> None:
    async def main() -> bytes:
        server = await asyncio.start_server(shout, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\n")
        await reader.readline()
        server.close()
        getattr(server, method)()
        rest = await reader.read()
        await server.wait_closed()
        await closed(writer)
        return rest

    assert run(main()) == b""


def test_wrong_arguments() -> None:
    async def nowhere() -> None:
        await asyncio.start_server(shout)

    async def unconnected() -> None:
        await asyncio.open_connection()

    async def twice() -> None:
        with socket.socket() as sock:
            await asyncio.start_server(shout, "127.0.0.1", 0, sock=sock)

    async def datagrams() -> None:
        with socket.socket(type=socket.SOCK_DGRAM) as sock:
            try:
                await asyncio.start_server(shout, sock=sock)
            except ValueError as error:
                raise ValueError(str(error)[:30]) from None  # without its number

    for main in (nowhere, unconnected, twice, datagrams):
        assert outcome(main).startswith("ValueError(")


def test_a_server_on_a_bound_socket(run: Run) -> None:
    async def main() -> list[bytes]:
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        before = sock.getsockname()
        answers = []
        server = await asyncio.start_server(shout, sock=sock)
        async with server:
            for address in (before, server.sockets[0].getsockname()):
                reader, writer = await asyncio.open_connection(*address)
                writer.write(b"hello\n")
                answers.append(await reader.readline())
                await closed(writer)
        return answers

    assert run(main()) == [b"HELLO\n", b"HELLO\n"]


def test_a_bound_socket_belongs_to_its_server(run: Run) -> None:
    async def main() -> list[object]:
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        async with await asyncio.start_server(shout, sock=sock):
            open_ = sock.getsockname()[0]
        return [open_, sock.fileno()]

    assert run(main()) == ["127.0.0.1", -1]


def test_a_port_that_the_system_chose_is_the_same_at_each_run() -> None:
    async def main() -> object:
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        async with await asyncio.start_server(shout, sock=sock) as server:
            return server.sockets[0].getsockname()

    assert run_lab(main()) == ("127.0.0.1", 49152)


def test_a_port_that_the_program_chose_is_kept() -> None:
    async def main() -> object:
        sock = socket.socket()
        sock.bind(("127.0.0.1", 18435))
        async with await asyncio.start_server(shout, sock=sock) as server:
            return server.sockets[0].getsockname()

    assert outcome(main) == "('127.0.0.1', 18435)"


def test_a_socket_that_the_program_made_connects(run: Run) -> None:
    # As aiohttp does.
    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        async with serving(shout) as port:
            sock = socket.socket()
            sock.setblocking(False)
            await loop.sock_connect(sock, ("127.0.0.1", port))
            reader, writer = await asyncio.open_connection(sock=sock)
            writer.write(b"hello\n")
            answer = await reader.readline()
            await closed(writer)
        return answer

    assert run(main()) == b"HELLO\n"


def test_a_socket_that_connected_and_was_dropped(run: Run) -> None:
    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        got: asyncio.Future[bytes] = loop.create_future()

        async def read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            got.set_result(await reader.read())

        async with serving(read) as port:
            sock = socket.socket()
            sock.setblocking(False)
            await loop.sock_connect(sock, ("127.0.0.1", port))
            sock.close()
            del sock
            return await got

    assert run(main()) == b""


def refused_by_the_lab(main: Callable[[asyncio.AbstractEventLoop], Awaitable[object]]) -> str:
    async def call() -> None:
        await main(asyncio.get_running_loop())

    with installed(), pytest.raises(NotImplementedError) as caught:
        asyncio.run(call())
    return str(caught.value)


def test_tls_is_refused_with_a_reason_where_python_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(netloop, "_HAS_TLS", False)
    context = ssl.create_default_context()
    for main in (
        lambda loop: loop.create_connection(asyncio.Protocol, "127.0.0.1", 1, ssl=True),
        lambda loop: loop.create_connection(asyncio.Protocol, sock=socket.socket(), ssl=context),
        lambda loop: loop.create_server(asyncio.Protocol, "127.0.0.1", 0, ssl=context),
        lambda loop: loop.start_tls(None, None, context),
    ):
        assert refused_by_the_lab(main).startswith("TLS is not supported here: bytes that stay in")


def test_what_else_is_refused_with_a_reason() -> None:
    async def connected_outside(loop: asyncio.AbstractEventLoop) -> None:
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            socket.create_connection(server.getsockname()) as sock,
        ):
            await loop.create_connection(asyncio.Protocol, sock=sock)

    async def received(loop: asyncio.AbstractEventLoop) -> None:
        with socket.socket() as sock:
            await loop.sock_recv(sock, 10)

    async def watched(loop: asyncio.AbstractEventLoop) -> None:
        with socket.socket() as sock:
            loop.add_reader(sock, print)

    for main, reason in [
        (lambda loop: loop.create_datagram_endpoint(None), "UDP"),
        (lambda loop: loop.create_unix_connection(None, "x"), "Unix sockets"),
        (lambda loop: loop.create_unix_server(None, "x"), "Unix sockets"),
        (
            lambda loop: loop.create_server(asyncio.Protocol, port=0, reuse_port=True),
            "which server gets",
        ),
        (connected_outside, "connected by the operating system"),
        (received, "or streams"),
        (watched, "watches in-memory sockets only"),
    ]:
        assert reason in refused_by_the_lab(main)


def test_latency_delays_each_thing_by_the_clock() -> None:
    async def main() -> list[tuple[str, float]]:
        times = []

        def note(what: str) -> None:
            times.append((what, round(time.monotonic(), 6)))

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            note("accepted")
            note(f"heard {await reader.readline()!r}")
            writer.write(b"hello")

        async with serving(answer) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            note("connected")
            writer.write(b"hi\n")
            note(f"got {await reader.read()!r}")
            await closed(writer)
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", 1)
            note("refused")
        return times

    with installed(network=Network(latency=0.05)):
        assert asyncio.run(main()) == [
            ("connected", 0.1),  # there and back
            ("accepted", 0.15),  # when the client's last word of the greeting arrives
            ("heard b'hi\\n'", 0.15),
            ("got b'hello'", 0.2),
            ("refused", 0.3),
        ]


def test_bytes_arrive_in_order_with_latency() -> None:
    async def main() -> bytes:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            for number in range(100):
                writer.write(b"%d " % number)
                if number % 10 == 0:
                    await asyncio.sleep(0.001)

        async with serving(talk) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            data = await reader.read()
            await closed(writer)
        return data

    for clock in (VirtualClock(), WallClock()):
        with installed(clock=clock, network=Network(latency=0.01)):
            assert asyncio.run(main()).split() == [b"%d" % number for number in range(100)]


def test_a_slow_network_limits_what_is_on_its_way() -> None:
    async def main() -> float:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"x" * 10_000)

        async with serving(talk) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            start = time.monotonic()
            await reader.readexactly(10_000)
            await closed(writer)
        return round(time.monotonic() - start, 6)

    # Ten turns of 1,000 bytes, each under way for 0.1 s, after 0.1 s to be accepted.
    with installed(network=Network(latency=0.1, capacity=1000)):
        assert asyncio.run(main()) == pytest.approx(1.1)


def test_bytes_that_arrive_after_a_close_are_answered_by_a_reset() -> None:
    async def main() -> list[str]:
        async with connected() as (client, server):
            client.keep_open = True
            client.transport.write(b"too late")
            server.transport.close()
            await asyncio.sleep(1)
            client.transport.write(b"and more")
            await client.lost
        return client.log

    with installed(network=Network(latency=0.1)):
        # First comes the end, which was sent before, and then the answer to the bytes.
        assert asyncio.run(main()) == ["made", "eof", "lost BrokenPipeError(32, 'Broken pipe')"]


def test_giving_up_a_slow_connection() -> None:
    async def main() -> list[object]:
        ends: list[object] = []

        async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                ends.append(await reader.read())
            except ConnectionError as error:
                ends.append(type(error))

        async with serving(note) as port:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.15):
                    await asyncio.open_connection("127.0.0.1", port)
            await asyncio.sleep(1)
        return ends

    with installed(network=Network(latency=0.1)):
        assert asyncio.run(main()) == []


def test_one_network_for_several_loops_one_after_another() -> None:
    async def main() -> list[int]:
        async with serving(shout) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            await closed(writer)
        return [port]

    with installed(network=Network()):
        assert [asyncio.run(main()), asyncio.run(main())] == [[49152], [49154]]


def test_both_ends_must_be_in_one_loop() -> None:
    network = Network()
    one, two = EventLoop(network=network), EventLoop(network=network)
    server = one.run_until_complete(one.create_server(asyncio.Protocol, "127.0.0.1", 80))
    with pytest.raises(NotImplementedError, match="run the server and its client in one"):
        two.run_until_complete(two.create_connection(asyncio.Protocol, "127.0.0.1", 80))
    server.close()
    one.close()
    two.close()


@contextmanager
def pair(network: Network) -> Iterator[list[Socket]]:
    """Give two sockets that are connected, with no transports."""
    loop = EventLoop(network=network)
    server, client = Socket(network, loop), Socket(network, loop)
    server.bind(("127.0.0.1", 80))
    server.listen()
    with pytest.raises(BlockingIOError):
        server.accept()
    with pytest.raises(BlockingIOError):
        client.connect(("127.0.0.1", 80))
    accepted, _ = server.accept()
    ends = [client, accepted]
    del client, accepted
    yield ends
    server.close()
    while ends:
        ends.pop().close()
    loop.close()


def test_a_socket_takes_what_there_is_room_for() -> None:
    with pair(Network(capacity=10)) as (one, other):
        assert one.sendmsg([b"abc", b"defg", b"hijk"]) == 10
        assert other.send(b"0123456") == 7
        assert other.sendmsg([b"789", b"more"]) == 3
        with pytest.raises(BlockingIOError):
            one.send(b"l")
        with pytest.raises(BlockingIOError):
            one.sendmsg([b"l"])
        assert other.recv(4) == b"abcd"
        assert one.send(array("i", [1, 2])) == 4  # of its 8 bytes
        assert other.recv(6) == b"efghij"
        assert other.recv(6) == bytes(array("i", [1]))


def test_closing_a_socket_after_its_loop() -> None:
    with pair(Network()) as (one, other):
        one.latency = 1
        assert one.loop
        one.loop.close()
        one.close()
        assert other.recv(1) == b""


def test_a_socket_that_is_not_connected() -> None:
    loop = EventLoop()
    sock = Socket(loop.network, loop)
    for use in (sock.getpeername, lambda: sock.send(b"x")):
        with pytest.raises(OSError, match=r"not connected|Broken pipe"):
            use()
    assert sock.getsockname() == ("0.0.0.0", 0)  # noqa: S104 - as a real one says
    with pytest.raises(NotImplementedError, match="can't block"):
        sock.setblocking(True)
    sock.close()
    assert sock.fileno() == -1
    loop.close()


def test_a_connection_that_nobody_accepts_is_reset() -> None:
    with pair(Network()) as (one, _):
        network = one.network
        server = network.listener(("127.0.0.1", 80))
        assert server is not None
        late = Socket(network, one.loop)
        with pytest.raises(BlockingIOError):
            late.connect(("127.0.0.1", 80))
        server.close()
        with pytest.raises(ConnectionResetError):
            late.recv(1)
        late.close()


def test_a_socket_that_nobody_closes_warns_and_closes() -> None:
    network = Network()
    with pair(network) as (one, _):
        sock = Socket(network, one.loop)
        sock.bind(("127.0.0.1", 81))
        sock.listen()
        late = Socket(network, one.loop)
        with pytest.raises(BlockingIOError):
            late.connect(("127.0.0.1", 81))
        with pytest.warns(ResourceWarning, match=r"unclosed <lab.Socket fd=1000003, .*81"):
            del sock
        assert network.listener(("127.0.0.1", 81)) is None
        with pytest.raises(ConnectionResetError):
            late.recv(1)
        late.close()


def test_a_closed_connection_leaves_nothing_behind() -> None:
    left: list[weakref.ref[object]] = []

    async def main() -> None:
        async with serving(shout) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            left.append(weakref.ref(writer.get_extra_info("socket")._sock))
            await closed(writer)

    network = Network()
    with installed(network=network):
        asyncio.run(main())
    gc.collect()
    assert left[0]() is None
    assert not network._sockets
    assert not network._bound


def test_closed_sockets_go_without_the_garbage_collector() -> None:
    gc.disable()
    try:
        with pair(Network()) as (one, other):
            left = [weakref.ref(one), weakref.ref(other)]
        del one, other
        assert [ref() for ref in left] == [None, None]
    finally:
        gc.enable()


def test_the_observer_hears_of_bytes_that_arrive() -> None:
    class Heard(Observer):
        def __init__(self) -> None:
            self.callbacks: list[str] = []

        def handle_started(self, loop: EventLoop, handle: asyncio.Handle) -> None:
            callback = handle._callback  # type: ignore[attr-defined]  # not in published types
            self.callbacks.append(getattr(callback, "__name__", ""))

    async def main() -> None:
        async with serving(shout) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            await closed(writer)

    heard = Heard()
    with installed(observer=heard):
        asyncio.run(main())
    for callback in ("_accept_connection", "_sock_connect_cb", "_read_ready"):
        assert callback in heard.callbacks
