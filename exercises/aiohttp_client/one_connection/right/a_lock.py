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


async def price(session, lock, url, name):
    async with lock, session.get(url / name) as resp:
        return name, int(await resp.text())


async def prices(url, names):
    lock = asyncio.Lock()
    async with ClientSession() as session, asyncio.TaskGroup() as group:
        tasks = [group.create_task(price(session, lock, url, name)) for name in names]
    return dict(task.result() for task in tasks)


async def main():
    async with RawTestServer(shop) as server:
        goods = ["tea", "salt", "honey"]
        print(await prices(server.make_url("/"), goods))
        print("connections:", len(connections))


asyncio.run(main())
