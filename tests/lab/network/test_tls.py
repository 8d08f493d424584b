"""TLS between the two ends of a connection in memory."""

from __future__ import annotations

import asyncio
import ssl

import pytest
import trustme

from lab.loop.installed import installed


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Signs certificates."""
    return trustme.CA()


@pytest.fixture(scope="module")
def contexts(authority: trustme.CA) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server and a client of one authority need for TLS."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return server, client


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send back what comes."""
    while data := await reader.read(100_000):
        writer.write(data)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("later", [False, True], ids=["from the start", "start_tls"])
def test_tls_goes_through_memory(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext], later: bool
) -> None:
    serve, connect = contexts
    body = bytes(1_000_000)

    async def upgraded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if later:
            await reader.readline()
            writer.write(b"go on\n")
            await writer.start_tls(serve)
        await echo(reader, writer)

    async def main() -> tuple[bytes, str]:
        server = await asyncio.start_server(upgraded, "localhost", 0, ssl=None if later else serve)
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection(
            "localhost", port, ssl=None if later else connect
        )
        if later:
            writer.write(b"STARTTLS\n")
            await reader.readline()
            await writer.start_tls(connect, server_hostname="localhost")
            writer.write(b"?")  # the server may not be over it yet: see the next test
            await reader.readexactly(1)
        writer.write(body)
        received = await reader.readexactly(len(body))
        version = writer.get_extra_info("ssl_object").version()
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
        return received, version

    with installed():
        received, version = asyncio.run(main())
    assert received == body
    assert version.startswith("TLSv1.")


@pytest.mark.realtime
def test_what_fills_the_reader_while_start_tls_ends_comes_or_hangs_as_on_asyncio_s_own_loop(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    # Since https://github.com/python/cpython/issues/152431 the reader is given the new transport.
    # If it had already paused the old one, then nothing lets that go on.
    serve, connect = contexts
    body = bytes(400_000)  # more than is read at once
    has_come: asyncio.Future[bool]

    async def upgraded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"go on\n")
        await writer.start_tls(serve)
        try:
            async with asyncio.timeout(5):
                has_come.set_result(await reader.readexactly(len(body)) == body)
        except TimeoutError:
            has_come.set_result(False)
        writer.transport.abort()

    async def main() -> bool:
        nonlocal has_come
        has_come = asyncio.get_running_loop().create_future()
        limit = 10_000  # bytes; the reader pauses at twice as many
        server = await asyncio.start_server(upgraded, "localhost", 0, limit=limit)
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("localhost", port)
        writer.write(b"STARTTLS\n")
        await reader.readline()
        await writer.start_tls(connect, server_hostname="localhost")
        writer.write(body)
        came = await has_come
        writer.transport.abort()
        server.close()
        await server.wait_closed()
        return came

    with installed():
        ours = asyncio.run(main())
    assert ours == asyncio.run(main())


def test_a_certificate_that_nobody_vouches_for_is_refused(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    serve, _ = contexts

    async def main() -> None:
        server = await asyncio.start_server(echo, "localhost", 0, ssl=serve)
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncio.open_connection("localhost", server.sockets[0].getsockname()[1], ssl=True)
        server.close()

    with installed():
        asyncio.run(main())
