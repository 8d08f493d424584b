# /// script
# dependencies = ["trustme"]
# [tool.lab]
# browser = { runs = false, reason = "Python has no TLS in a page" }
# ///
"""Everything is written before the connection with TLS is closed."""

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
    for _ in range(6):
        writer.write(b"hello\n")
    writer.close()
    await writer.wait_closed()
    print("sent")
    #> sent
    server.close()


asyncio.run(main())
