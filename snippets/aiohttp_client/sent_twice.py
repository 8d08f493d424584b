# /// script
# dependencies = ["aiohttp"]
# ///
"""The server hangs up, and counts the requests that it gets."""

import asyncio

from aiohttp import ClientSession, ServerDisconnectedError, web
from aiohttp.test_utils import RawTestServer

asked = []


async def page(request):
    asked.append(request.method)
    request.transport.close()
    return web.Response()


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            for method in ("GET", "PUT", "POST"):
                try:
                    async with session.request(method, "/"):
                        pass
                except ServerDisconnectedError as error:
                    print(method, "failed:", error)
                    #> GET failed: Server disconnected
                    #> PUT failed: Server disconnected
                    #> POST failed: Server disconnected
    print(asked)
    #> ['GET', 'GET', 'PUT', 'PUT', 'POST']


asyncio.run(main())
