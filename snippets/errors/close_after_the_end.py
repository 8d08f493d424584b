# /// script
# dependencies = ["trustme"]
# [tool.lab]
# browser = { runs = false, reason = "Python has no TLS in a page" }
# ///
"""The client reads to the end, and closes after that."""

import asyncio
import ssl

import trustme


async def send_much(reader, writer):
    writer.write(b"x" * 2_000_000)
    writer.close()


async def main():
    ca = trustme.CA()
    https = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("127.0.0.1").configure_cert(https)
    pem = ca.cert_pem.bytes().decode()
    server = await asyncio.start_server(
        send_much, "127.0.0.1", 0, ssl=https
    )
    reader, writer = await asyncio.open_connection(
        *server.sockets[0].getsockname(),
        ssl=ssl.create_default_context(cadata=pem),
    )
    print(len(await reader.read()))
    #> 2000000
    writer.close()
    await writer.wait_closed()
    server.close()


asyncio.run(main())
