# /// script
# dependencies = ["aiohttp"]
# ///
"""Three responses are opened before any is read."""

import asyncio

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    return web.Response(body=bytes(1_000_000))


async def main():
    two = TCPConnector(limit=2)
    async with RawTestServer(page) as server, ClientSession(
        server.make_url("/"), connector=two
    ) as session:
        responses = []
        try:
            async with asyncio.timeout(1):
                for _ in range(3):
                    responses.append(await session.get("/"))
                    print("status", responses[-1].status)
        except TimeoutError:
            print("no connection is free")
        for resp in responses:
            print(len(await resp.read()), "bytes")


asyncio.run(main())
