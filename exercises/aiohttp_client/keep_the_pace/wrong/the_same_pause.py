# /// script
# dependencies = ["aiohttp"]
# ///
"""With twelve pages, six requests reach the server within a second."""

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
    await asyncio.sleep(0.2)
    async with session.get(path) as resp:
        return await resp.text()


async def fetch_all(session, paths):
    return await asyncio.gather(*[fetch(session, path) for path in paths])


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            await fetch_all(session, [f"/{n}" for n in range(8)])


asyncio.run(main())
