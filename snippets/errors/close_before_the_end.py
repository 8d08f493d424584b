# /// script
# dependencies = ["trustme"]
# [tool.lab]
# browser = { runs = false, reason = "Python has no TLS in a page" }
# ///
"""A connection with TLS is closed while the server still sends."""

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
    await reader.readexactly(100)
    writer.close()
    try:
        await writer.wait_closed()
    except ssl.SSLError as error:
        print(error.reason)
        #> APPLICATION_DATA_AFTER_CLOSE_NOTIFY
    server.close()


asyncio.run(main())
