"""Threads that wait for real sockets, with so much patience that waiting for its end would hang."""

from __future__ import annotations

import asyncio
import http.server
import selectors
import socket
import threading
import urllib.request

import pytest

import lab

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def clock() -> lab.VirtualClock:
    return lab.VirtualClock(patience=3600)


class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_threads_ask_a_server_that_blocks(clock: lab.VirtualClock) -> None:
    def ask(number: int) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{number}") as answer:
            body: bytes = answer.read()
        return body

    async def main() -> list[bytes]:
        return await asyncio.gather(*[asyncio.to_thread(ask, number) for number in range(3)])

    with lab.installed(clock):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        assert asyncio.run(main()) == [b"/0", b"/1", b"/2"]
        assert ask(3) == b"/3"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("wait", ["recv", "makefile", "select"])
def test_a_thread_that_waits_for_bytes_lets_others_go_on(
    wait: str, clock: lab.VirtualClock
) -> None:
    heard: list[object] = []

    def listen(end: socket.socket) -> None:
        if wait == "select":
            with selectors.DefaultSelector() as selector:
                selector.register(end, selectors.EVENT_READ)
                selector.select()
        heard.append(end.makefile("rb").readline() if wait == "makefile" else end.recv(10))

    with lab.installed(clock), socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        accepted, _ = server.accept()
        with client, accepted:
            thread = threading.Thread(target=listen, args=(accepted,))
            thread.start()
            client.sendall(b"bytes\n")
            thread.join()
    assert heard == [b"bytes\n"]


def test_all_is_put_back() -> None:
    before = {**vars(socket.socket)}, {**vars(selectors.SelectSelector)}
    with lab.installed():
        assert {**vars(socket.socket)} != before[0]
    assert before == ({**vars(socket.socket)}, {**vars(selectors.SelectSelector)})
