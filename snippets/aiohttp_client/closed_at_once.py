# /// script
# dependencies = ["aiohttp", "trustme"]
# [tool.lab]
# browser = { runs = false, reason = "Python has no TLS in a page" }
# ///
"""After the session's block, its connections with TLS are closed."""

import asyncio
import ssl

import trustme
from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    return web.Response(body=bytes(1_000_000))


async def main():
    ca = trustme.CA()
    https = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("127.0.0.1").configure_cert(https)
    server = RawTestServer(page)
    await server.start_server(ssl=https)

    context = ssl.create_default_context()
    ca.configure_trust(context)
    connector = TCPConnector(ssl=context)
    async with ClientSession(connector=connector) as session:
        async with session.get(server.make_url("/")) as resp:
            transport = resp.connection.transport
            socket = transport.get_extra_info("socket")
            await resp.read()
        print("after the answer, open:", socket.fileno() >= 0)
        #> after the answer, open: True
    print("after the session, open:", socket.fileno() >= 0)
    #> after the session, open: False
    await server.close()


asyncio.run(main())
