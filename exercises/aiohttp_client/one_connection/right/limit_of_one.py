# /// script
# dependencies = ["aiohttp"]
# ///
"""Ask for all prices over one connection, and always close it."""

import asyncio

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import RawTestServer

connections = set()


async def shop(request):
    connections.add(request.transport)
    await asyncio.sleep(0.1)
    return web.Response(text=str(len(request.path)))


async def price(session, url, name):
    async with session.get(url / name) as resp:
        return int(await resp.text())


async def prices(url, names):
    connector = TCPConnector(limit=1)
    async with ClientSession(connector=connector) as session:
        asked = [price(session, url, name) for name in names]
        return dict(zip(names, await asyncio.gather(*asked)))


async def main():
    async with RawTestServer(shop) as server:
        goods = ["tea", "salt", "honey"]
        print(await prices(server.make_url("/"), goods))
        print("connections:", len(connections))


asyncio.run(main())
