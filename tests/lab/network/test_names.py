"""What the network says of names is what the operating system says."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from tests.lab.network.test_network import outcome

V4 = socket.AF_INET


@pytest.mark.parametrize(
    "arguments",
    [
        ("127.0.0.1", 80),
        ("127.0.0.1", "80"),
        ("127.0.0.1", " 80"),
        (b"127.0.0.1", b"80"),
        ("127.0.0.1", "http"),
        ("127.0.0.1", b"http"),
        ("127.0.0.1", "ftp"),
        ("127.0.0.1", "nosuch"),
        ("127.0.0.1", "0x50"),
        ("127.0.0.1", ""),
        ("127.0.0.1", None),
        (None, None),
        (None, 80),
        ("", "80"),
        ("127.1", 80),
        ("0x7f.1", 80),
        ("300.1.1.1", 80),
        ("LOCALHOST", 80, V4),
        (b"localhost", 80, V4),
        ("127.0.0.1", -1),
        ("127.0.0.1", 1.5),
        ("127.0.0.1", True),
        (127, 80),
        (bytearray(b"127.0.0.1"), 80),
        ("127.0.0.1", 80, 0, socket.SOCK_STREAM),
        ("127.0.0.1", 80, 0, socket.SOCK_RAW),
        ("127.0.0.1", 80, 0, 0, socket.IPPROTO_UDP),
        ("127.0.0.1", 80, 0, socket.SOCK_STREAM, socket.IPPROTO_UDP),
        ("127.0.0.1", 80, 0, 99),
        ("127.0.0.1", 80, 99),
        ("127.0.0.1", "http", 0, socket.SOCK_DGRAM),
        ("::1", 80),
        ("::1", 80, V4),
        ("127.0.0.1", 80, socket.AF_INET6),
        (None, 80, 0, 0, 0, socket.AI_PASSIVE),
        (None, 80, V4, socket.SOCK_STREAM, 0, socket.AI_PASSIVE),
        ("localhost", 80, V4, 0, 0, socket.AI_NUMERICHOST),
        ("127.0.0.1", "http", 0, 0, 0, socket.AI_NUMERICSERV),
        ("localhost", 80, V4, 0, 0, socket.AI_CANONNAME),
        ("127.0.0.1", 80, 0, 0, 0, socket.AI_CANONNAME),
    ],
)
def test_getaddrinfo_finds_what_the_real_one_finds(arguments: tuple[Any, ...]) -> None:
    host, port, *rest = arguments
    options = dict(zip(("family", "type", "proto", "flags"), rest, strict=False))

    async def main() -> object:
        return await asyncio.get_running_loop().getaddrinfo(host, port, **options)

    outcome(main)


@pytest.mark.parametrize(
    "arguments",
    [
        (("127.0.0.1", 80),),
        (("127.0.0.1", 80), socket.NI_NUMERICHOST),
        (("127.0.0.1", 80), socket.NI_NUMERICSERV),
        (("127.0.0.1", 123),),
        (("127.0.0.1", 53), socket.NI_DGRAM),
        (("127.0.0.1", 49999),),
        (("localhost", 80),),
        (("::1", 80), socket.NI_NUMERICHOST),
        (("::1", 80, 0, 0), socket.NI_NUMERICHOST),
        ("x",),
    ],
)
def test_getnameinfo_finds_what_the_real_one_finds(arguments: tuple[Any, ...]) -> None:
    async def main() -> object:
        return await asyncio.get_running_loop().getnameinfo(*arguments)

    outcome(main)


def test_a_port_may_be_the_name_of_a_service_where_one_connects() -> None:
    async def main() -> object:
        server = await asyncio.start_server(
            lambda reader, writer: writer.close(), "localhost", 8080
        )
        async with server:
            reader, writer = await asyncio.open_connection("localhost", "http-alt")
            peer = writer.get_extra_info("peername")
            read = await reader.read()
            writer.close()
            await writer.wait_closed()
        return peer, read

    assert outcome(main) == "(('127.0.0.1', 8080), b'')"
