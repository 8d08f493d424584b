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


async def fetch(session, path, seconds):
    await asyncio.sleep(seconds)
    async with session.get(path) as resp:
        return await resp.text()


async def fetch_all(session, paths):
    return await asyncio.gather(
        *[fetch(session, path, 0.2 * number) for number, path in enumerate(paths)]
    )


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            await fetch_all(session, [f"/{n}" for n in range(8)])


asyncio.run(main())
