"""The options of sockets, and what is sent through them, are as on Linux."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any

import pytest

from lab.loop.installed import installed
from tests.lab.conftest import Run
from tests.lab.network.test_network import closed, outcome, serving, shout

TCP, ALL = socket.IPPROTO_TCP, socket.SOL_SOCKET


async def _options(set_them: Callable[[Any], object], *options: tuple[int, ...]) -> list[object]:
    """Return options of a client, of its server's end and of the listening socket."""
    ends: list[Any] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends.append(writer.get_extra_info("socket"))
        writer.write(b"hi")
        await reader.read()
        await closed(writer)

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    set_them(server.sockets[0])
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await reader.read(1)
    client = writer.get_extra_info("socket")
    set_them(client)
    told = [
        sock.getsockopt(*option)
        for sock in (client, ends[0], server.sockets[0])
        for option in options
    ]
    await closed(writer)
    server.close()
    await asyncio.sleep(0.01)
    return told


def test_options_that_nobody_set() -> None:
    outcome(
        lambda: _options(
            lambda sock: None,
            (TCP, socket.TCP_NODELAY),
            (ALL, socket.SO_REUSEADDR),
            (ALL, socket.SO_KEEPALIVE),
            (ALL, socket.SO_ERROR),
            (ALL, socket.SO_TYPE),
            (ALL, socket.SO_PROTOCOL),
            (ALL, socket.SO_DOMAIN),
            (ALL, socket.SO_ACCEPTCONN),
            (ALL, socket.SO_LINGER),
            (ALL, socket.SO_LINGER, 8),
            (ALL, socket.SO_TYPE, 4),
            (TCP, socket.TCP_KEEPCNT),
        )
    )


@pytest.mark.parametrize("size", [1, 4096, 16384, 100_000])
@pytest.mark.parametrize("name", [socket.SO_SNDBUF, socket.SO_RCVBUF])
def test_the_sizes_of_buffers_are_doubled(name: int, size: int) -> None:
    outcome(lambda: _options(lambda sock: sock.setsockopt(ALL, name, size), (ALL, name)))


@pytest.mark.parametrize("value", [0, 1, 7, struct.pack("i", 1)])
@pytest.mark.parametrize(
    "option",
    [(ALL, socket.SO_KEEPALIVE), (ALL, socket.SO_REUSEADDR), (TCP, socket.TCP_NODELAY)],
)
def test_switches(option: tuple[int, int], value: int | bytes) -> None:
    outcome(lambda: _options(lambda sock: sock.setsockopt(*option, value), option))


def test_a_real_socket_brings_its_options_along(run: Run) -> None:
    async def main() -> list[int]:
        async with serving(shout) as port:
            sock = socket.socket()
            sock.setblocking(False)
            sock.setsockopt(ALL, socket.SO_RCVBUF, 10_000)
            sock.setsockopt(ALL, socket.SO_KEEPALIVE, 1)
            await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
            _, writer = await asyncio.open_connection(sock=sock)
            used = writer.get_extra_info("socket")
            told = [used.getsockopt(ALL, name) for name in (socket.SO_RCVBUF, socket.SO_KEEPALIVE)]
            await closed(writer)
        return told

    assert run(main()) == [20_000, 1]


def test_small_buffers_hold_little(run: Run) -> None:
    async def main() -> bool:
        arrived = asyncio.Event()

        async def ignore(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await arrived.wait()
            writer.transport.abort()

        server = await asyncio.start_server(ignore, "127.0.0.1", 0, limit=1024)
        server.sockets[0].setsockopt(ALL, socket.SO_RCVBUF, 4096)
        async with server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.get_extra_info("socket").setsockopt(ALL, socket.SO_SNDBUF, 4096)
            writer.transport.set_write_buffer_limits(high=0)
            written = 0
            try:
                async with asyncio.timeout(0.2):
                    while written < 10_000_000:
                        writer.write(b"x" * 10_000)
                        await writer.drain()
                        written += 10_000
            except TimeoutError:
                pass
            writer.transport.abort()
            arrived.set()
            await asyncio.sleep(0.01)
        return written < 200_000

    assert run(main())


@pytest.mark.parametrize("local", [("127.0.0.1", 0), ("127.0.0.1", 18_439), ("127.0.0.2", 0)])
def test_a_client_chooses_its_own_address(run: Run, local: tuple[str, int]) -> None:
    async def main() -> object:
        seen: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            seen.set_result(writer.get_extra_info("peername"))

        async with serving(note) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=local)
            mine = writer.get_extra_info("sockname")
            assert await seen == mine
            writer.transport.abort()
        return mine

    host, port, *_ = run(main())
    assert host == local[0]
    assert port == local[1] or not local[1]


@pytest.mark.parametrize("local", [("10.99.99.99", 0), ("::1", 0)])
def test_a_local_address_that_can_t_be_had(local: tuple[str, int]) -> None:
    async def main() -> None:
        await asyncio.open_connection("127.0.0.1", 9, local_addr=local)

    outcome(main)


def test_a_local_address_that_is_taken() -> None:
    async def main() -> None:
        async with serving(shout, port=18_441):
            await asyncio.open_connection("127.0.0.1", 18_441, local_addr=("127.0.0.1", 18_441))

    outcome(main)


NOTHING: list[Callable[[asyncio.StreamWriter], object]] = [
    lambda writer: writer.writelines([b""]),
    lambda writer: writer.writelines([b"", b""]),
    lambda writer: writer.writelines([]),
    lambda writer: writer.write(b""),
    lambda writer: writer.write(bytearray()),
    lambda writer: writer.write(memoryview(b"")),
]


@pytest.mark.parametrize("write_nothing", NOTHING)
def test_nothing_is_not_an_end(run: Run, write_nothing: Callable[[Any], object]) -> None:
    async def main() -> list[bytes]:
        got: list[bytes] = []

        async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while data := await reader.read(100):
                got.append(data)

        async with serving(listen) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            write_nothing(writer)
            await asyncio.sleep(0.05)
            assert got == []
            writer.write(b"hi")
            await writer.drain()
            await asyncio.sleep(0.05)
            writer.writelines([b"", b"and", b"", b"more"])
            await closed(writer)
        return [b"".join(got)]

    assert run(main()) == [b"hiandmore"]


@pytest.mark.parametrize(
    "data", [memoryview(b"abcdef")[::1], bytearray(b"abcdef"), memoryview(bytearray(b"abcdef"))]
)
def test_each_kind_of_buffer_arrives(run: Run, data: Any) -> None:  # noqa: ANN401 - a buffer
    async def main() -> bytes:
        async with serving(shout) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(data)
            writer.writelines([data, b"\n"])
            answer = await reader.readline()
            await closed(writer)
        return answer

    assert run(main()) == b"ABCDEFABCDEF\n"


def test_a_buffer_may_change_once_it_is_written(run: Run) -> None:
    async def main() -> bytes:
        async with serving(shout) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            data = bytearray(b"one\n")
            writer.write(data)
            data[:] = b"two\n"
            answer = await reader.readline()
            await closed(writer)
        return answer

    assert run(main()) == b"ONE\n"


def test_writing_nothing_does_not_stop_the_clock() -> None:
    async def main() -> float:
        async with serving(shout) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.writelines([b""])
            start = asyncio.get_running_loop().time()
            await asyncio.sleep(100)
            writer.write(b"x")
            await closed(writer)
        return asyncio.get_running_loop().time() - start

    with installed():
        assert asyncio.run(main()) == pytest.approx(100)
