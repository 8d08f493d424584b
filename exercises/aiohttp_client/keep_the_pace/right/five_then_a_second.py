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
    tasks = []
    for number, path in enumerate(paths):
        if number and number % 5 == 0:
            await asyncio.sleep(1)
        tasks.append(asyncio.create_task(fetch(session, path)))
    return await asyncio.gather(*tasks)


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            await fetch_all(session, [f"/{n}" for n in range(8)])


asyncio.run(main())
