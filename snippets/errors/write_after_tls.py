# /// script
# dependencies = ["trustme"]
# [tool.lab]
# browser = { runs = false, reason = "Python has no TLS in a page" }
# ///
"""A program keeps writing to a connection with TLS that is closed."""

import asyncio
import ssl

import trustme


async def listen(reader, writer):
    await reader.read()
    writer.close()


async def main():
    ca = trustme.CA()
    https = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("127.0.0.1").configure_cert(https)
    pem = ca.cert_pem.bytes().decode()
    server = await asyncio.start_server(
        listen, "127.0.0.1", 0, ssl=https
    )
    _, writer = await asyncio.open_connection(
        *server.sockets[0].getsockname(),
        ssl=ssl.create_default_context(cadata=pem),
    )
    writer.close()
    for _ in range(6):
        writer.write(b"hello\n")
    await writer.wait_closed()
    server.close()


asyncio.run(main())
