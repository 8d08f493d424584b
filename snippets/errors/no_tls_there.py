# /// script
# [tool.lab]
# browser = { runs = false, reason = "Python has no TLS in a page" }
# ///
"""A client speaks TLS to a server that doesn't."""

import asyncio
import ssl


async def answer(reader, writer):
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        try:
            await asyncio.open_connection("127.0.0.1", port, ssl=True)
        except ssl.SSLError as error:
            print(error.reason)
            #> WRONG_VERSION_NUMBER


asyncio.run(main())
