"""Sockets that a program makes by itself: they work with the loop, or it is said why not."""

from __future__ import annotations

import asyncio
import http.client
import http.server
import multiprocessing
import selectors
import socket
import threading
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

import lab
from lab.loop.installed import installed
from tests.lab.conftest import Run
from tests.lab.network.test_network import closed, serving, shout


async def in_a_thread(client: Callable[[int], object]) -> None:
    async with serving(shout) as port:
        await asyncio.to_thread(client, port)


CLIENTS: dict[str, Callable[[int], object]] = {
    "create_connection": lambda port: socket.create_connection(("127.0.0.1", port)),
    "by name": lambda port: socket.create_connection(("localhost", port)),
    "connect": lambda port: socket.socket().connect(("127.0.0.1", port)),
    "urlopen": lambda port: urllib.request.urlopen(f"http://127.0.0.1:{port}/"),
    "http.client": lambda port: http.client.HTTPConnection("localhost", port).request("GET", "/"),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("make_clock", [lab.VirtualClock, lab.WallClock])
def test_a_blocking_client_is_told_why_it_can_t_connect(
    client: str, make_clock: Callable[[], lab.Clock]
) -> None:
    words = r"serves port \d+ in memory.*connect with asyncio.open_connection or aiohttp$"
    with installed(make_clock()), pytest.raises(NotImplementedError, match=words):
        asyncio.run(in_a_thread(CLIENTS[client]))


def test_so_is_one_in_the_loop_s_own_thread() -> None:
    async def main() -> None:
        async with serving(shout) as port:
            CLIENTS["urlopen"](port)

    with installed(), pytest.raises(NotImplementedError, match="a blocking client can't reach"):
        asyncio.run(main())


def test_where_nothing_serves_it_is_refused_as_ever(run: Run) -> None:
    async def main() -> None:
        await asyncio.to_thread(socket.create_connection, ("127.0.0.1", 1))

    with pytest.raises(ConnectionRefusedError):
        run(main())


def test_a_blocking_server_is_told_of_too() -> None:
    class Server(http.server.HTTPServer):
        allow_reuse_address = True

    async def main() -> None:
        with Server(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                await asyncio.open_connection("127.0.0.1", server.server_port)
            finally:
                server.shutdown()
                thread.join()

    with (
        installed(lab.WallClock()),
        pytest.raises(NotImplementedError, match="a blocking server listens on port"),
    ):
        asyncio.run(main())


def test_blocking_ends_that_the_loop_has_no_part_in_are_left_alone(run: Run) -> None:
    def talk() -> bytes:
        with socket.create_server(("127.0.0.1", 0)) as server:
            client = socket.create_connection(server.getsockname())
            accepted, _ = server.accept()
            with client, accepted:
                client.sendall(b"hi")
                return accepted.recv(2)

    async def main() -> bytes:
        return await asyncio.to_thread(talk)

    assert run(main()) == b"hi"


# The next three are examples of the documentation of asyncio.


def test_a_pair_with_streams(run: Run) -> None:
    async def main() -> bytes:
        rsock, wsock = socket.socketpair()
        reader, writer = await asyncio.open_connection(sock=rsock)
        asyncio.get_running_loop().call_soon(wsock.send, b"abc")
        data = await reader.read(100)
        await closed(writer)
        wsock.close()
        return data

    assert run(main()) == b"abc"


def test_a_pair_with_a_protocol(run: Run) -> None:
    class MyProtocol(asyncio.Protocol):
        def __init__(self, on_con_lost: asyncio.Future[bytes]) -> None:
            self.transport: Any = None
            self.on_con_lost = on_con_lost

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            self.data = data
            self.transport.close()

        def connection_lost(self, exc: Exception | None) -> None:
            self.on_con_lost.set_result(self.data)

    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        on_con_lost: asyncio.Future[bytes] = loop.create_future()
        rsock, wsock = socket.socketpair()
        transport, _ = await loop.create_connection(lambda: MyProtocol(on_con_lost), sock=rsock)
        loop.call_soon(wsock.send, b"abc")
        try:
            return await on_con_lost
        finally:
            transport.close()
            wsock.close()

    assert run(main()) == b"abc"


@pytest.mark.parametrize("by_number", [False, True])
def test_a_pair_that_is_watched(run: Run, by_number: bool) -> None:
    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        rsock, wsock = socket.socketpair()
        got: asyncio.Future[bytes] = loop.create_future()
        watched: Any = rsock.fileno() if by_number else rsock

        def reader() -> None:
            got.set_result(rsock.recv(100))
            assert loop.remove_reader(watched)
            assert not loop.remove_reader(watched)

        loop.add_reader(watched, reader)
        loop.call_soon(wsock.send, b"abc")
        data = await got
        rsock.close()
        wsock.close()
        return data

    assert run(main()) == b"abc"


def test_a_pair_with_sock_recv_and_sock_sendall(run: Run) -> None:
    async def main() -> list[bytes]:
        loop = asyncio.get_running_loop()
        one, other = socket.socketpair()
        with one, other:
            one.setblocking(False)
            other.setblocking(False)
            got = asyncio.create_task(loop.sock_recv(other, 100))
            await asyncio.sleep(0.01)
            await loop.sock_sendall(one, b"hello")
            answers = [await got]
            buffer = bytearray(3)
            other.sendall(b"yes")
            await loop.sock_recv_into(one, buffer)
            one.shutdown(socket.SHUT_WR)
            return [*answers, bytes(buffer), await loop.sock_recv(other, 1)]

    assert run(main()) == [b"hello", b"yes", b""]


def test_a_pair_handed_over_as_an_accepted_connection(run: Run) -> None:
    class Echo(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - a transport that writes
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            self.transport.write(data)
            self.transport.close()

    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        theirs, ours = socket.socketpair()
        await loop.connect_accepted_socket(Echo, theirs)
        reader, writer = await asyncio.open_connection(sock=ours)
        writer.write(b"echo")
        data = await reader.read()
        await closed(writer)
        return data

    assert run(main()) == b"echo"


def test_a_thread_wakes_the_loop_through_a_pair(run: Run) -> None:
    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        one, other = socket.socketpair()
        with one, other:
            one.setblocking(False)
            await asyncio.to_thread(other.send, b"x")
            thread = threading.Thread(target=other.send, args=(b"y",))
            data = await loop.sock_recv(one, 1)
            thread.start()
            data += await loop.sock_recv(one, 1)
            thread.join()
            return data

    assert run(main()) == b"xy"


def test_a_pair_in_memory_can_t_block_and_says_so() -> None:
    async def main() -> None:
        one, other = socket.socketpair()
        with one, other:
            await asyncio.get_running_loop().sock_sendall(other, b"x")
            one.recv(1)
            one.recv(1)

    with installed(), pytest.raises(NotImplementedError, match=r"loop\.sock_recv"):
        asyncio.run(main())


def test_other_modules_still_get_real_pairs() -> None:
    with installed():
        one, other = multiprocessing.Pipe()
        one.send("hi")
        assert other.recv() == "hi"
        one.close()
        other.close()


def test_a_server_of_sockets(run: Run) -> None:
    """The echo server that tutorials write with `loop.sock_accept`."""

    async def echo(client: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        with client:
            while data := await loop.sock_recv(client, 1024):
                await loop.sock_sendall(client, data)

    async def serve(server: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as clients:
            while True:
                client, address = await loop.sock_accept(server)
                assert address == client.getpeername()
                client.setblocking(False)
                clients.create_task(echo(client))

    async def main() -> list[bytes]:
        loop = asyncio.get_running_loop()
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen(8)
        server.setblocking(False)
        serving = asyncio.create_task(serve(server))
        await asyncio.sleep(0)
        answers = []
        for text in (b"one", b"two"):
            with socket.socket() as sock:
                sock.setblocking(False)
                await loop.sock_connect(sock, server.getsockname())
                await loop.sock_sendall(sock, text)
                answers.append(await loop.sock_recv(sock, 100))
        await asyncio.sleep(0.01)
        serving.cancel()
        await asyncio.wait([serving])
        server.close()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        return answers

    port = 1
    assert run(main()) == [b"one", b"two"]


def test_closing_a_real_socket_closes_the_one_in_its_place(run: Run) -> None:
    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[bytes] = loop.create_future()

        async def read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            ended.set_result(await reader.read())

        async with serving(read) as port:
            sock = socket.socket()
            sock.setblocking(False)
            await loop.sock_connect(sock, ("127.0.0.1", port))
            await loop.sock_sendall(sock, b"bye")
            sock.close()
            return await ended  # while `sock` is still held

    assert run(main()) == b"bye"


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_sockets_of_other_kinds_are_refused(kind: int) -> None:
    family = socket.AF_UNIX if kind == socket.SOCK_STREAM else socket.AF_INET

    async def main() -> None:
        with socket.socket(family, kind) as sock:
            sock.setblocking(False)
            await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", 1))

    with (
        installed(),
        pytest.raises(NotImplementedError, match="in-memory network has only TCP"),
    ):
        asyncio.run(main())


def test_a_pair_brings_along_what_is_on_its_way(run: Run) -> None:
    async def main() -> list[bytes]:
        loop = asyncio.get_running_loop()
        one, other = socket.socketpair()
        one.send(b"early ")
        other.sendall(b"back")
        reader, writer = await asyncio.open_connection(sock=other)
        one.send(b"late")
        one.shutdown(socket.SHUT_WR)
        data = [await reader.read(), one.recv(100)]
        writer.close()
        await writer.wait_closed()
        one.setblocking(False)
        data.append(await loop.sock_recv(one, 1))
        one.close()
        return data

    assert run(main()) == [b"early late", b"back", b""]


def test_a_pair_whose_other_end_is_gone(run: Run) -> None:
    async def main() -> bytes:
        one, other = socket.socketpair()
        other.send(b"bye")
        other.close()
        reader, writer = await asyncio.open_connection(sock=one)
        data = await reader.read()
        await closed(writer)
        return data

    assert run(main()) == b"bye"


def test_a_pair_that_no_loop_is_given_is_real() -> None:
    with installed(), selectors.DefaultSelector() as selector:
        one, other = socket.socketpair()
        with one, other:
            assert isinstance(one, socket.socket)
            selector.register(one, selectors.EVENT_READ)
            assert not selector.select(0)
            other.send(b"x")
            assert [key.fileobj for key, _ in selector.select()] == [one]
            threading.Timer(0.01, other.send, [b"y"]).start()
            assert one.recv(1) + one.recv(1) == b"xy"


@pytest.mark.parametrize("client_first", [False, True])
def test_a_socket_of_one_s_own_is_accepted_from_before_or_after_the_client_connects(
    run: Run, client_first: bool
) -> None:
    async def serve(listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        sock, _ = await loop.sock_accept(listener)
        with sock:
            await loop.sock_sendall(sock, (await loop.sock_recv(sock, 100)).upper())

    async def talk(port: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"hi")
        answer = await reader.read()
        await closed(writer)
        return answer

    async def main() -> bytes:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            listener.setblocking(False)
            jobs: list[Any] = [serve(listener), talk(listener.getsockname()[1])]
            if client_first:
                jobs.reverse()
            answer: bytes
            answer, _ = sorted(await asyncio.gather(*jobs), key=lambda result: result is None)
            return answer

    assert run(main()) == b"HI"


def test_a_blocking_client_at_such_a_socket_is_told_of() -> None:
    async def main(client_first: bool) -> None:
        with socket.socket() as listener, socket.socket() as client:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            listener.setblocking(False)
            if client_first:
                client.connect(listener.getsockname())
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.get_running_loop().sock_accept(listener))
                await asyncio.sleep(0)
                client.connect(listener.getsockname())

    with installed(), pytest.raises(ExceptionGroup) as caught:
        asyncio.run(main(client_first=True))
    words = "sock_accept is not available here: a blocking client has connected to port"
    assert words in str(caught.value.exceptions[0])
    with installed(), pytest.raises(ExceptionGroup) as caught:
        asyncio.run(main(client_first=False))
    assert "a blocking client can't reach; connect with" in str(caught.value.exceptions[0])
