# /// script
# dependencies = ["aiohttp"]
# ///
"""With a price that isn't a number, a connection is still open after the error."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

connections = set()


async def shop(request):
    connections.add(request.transport)
    await asyncio.sleep(0.1)
    return web.Response(text=str(len(request.path)))


async def price(session, url, name):
    async with session.get(url / name) as resp:
        return int(await resp.text())


# The checks use this name: keep it.
async def prices(url, names):
    session = ClientSession()
    found = {name: await price(session, url, name) for name in names}
    await session.close()
    return found


async def main():
    async with RawTestServer(shop) as server:
        goods = ["tea", "salt", "honey"]
        print(await prices(server.make_url("/"), goods))
        print("connections:", len(connections))


asyncio.run(main())
