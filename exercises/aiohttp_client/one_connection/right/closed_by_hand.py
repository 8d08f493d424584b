# /// script
# dependencies = ["aiohttp"]
# ///
"""Ask for all prices over one connection, and always close it."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

connections = set()


async def shop(request):
    connections.add(request.transport)
    await asyncio.sleep(0.1)
    return web.Response(text=str(len(request.path)))


async def prices(url, names):
    session = ClientSession(url)
    found = {}
    try:
        for name in names:
            async with session.get(name) as resp:
                found[name] = int(await resp.text())
    finally:
        await session.close()
    return found


async def main():
    async with RawTestServer(shop) as server:
        goods = ["tea", "salt", "honey"]
        print(await prices(server.make_url("/"), goods))
        print("connections:", len(connections))


asyncio.run(main())
