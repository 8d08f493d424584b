# /// script
# dependencies = ["aiohttp"]
# ///
"""Send at most five requests in a second, and don't waste time."""

import asyncio
import time

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

started = time.monotonic()


async def page(request):
    print(f"{request.path} after {time.monotonic() - started:.1f} s")
    await asyncio.sleep(0.05)
    return web.Response(text=request.path)


async def fetch(session, path):
    async with session.get(path) as resp:
        return await resp.text()


async def fetch_all(session, paths):
    async with asyncio.TaskGroup() as group:
        tasks = []
        for path in paths:
            tasks.append(group.create_task(fetch(session, path)))
            await asyncio.sleep(0.2)
    return [task.result() for task in tasks]


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            await fetch_all(session, [f"/{n}" for n in range(8)])


asyncio.run(main())
