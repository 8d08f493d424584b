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


# The checks use this name: keep it.
async def fetch_all(session, paths):
    next_slot = 0

    async def fetch(path):
        nonlocal next_slot
        now = time.monotonic()
        mine = max(now, next_slot)
        next_slot = mine + 0.2
        await asyncio.sleep(mine - now)
        async with session.get(path) as resp:
            return await resp.text()

    return await asyncio.gather(*[fetch(path) for path in paths])


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            await fetch_all(session, [f"/{n}" for n in range(8)])


asyncio.run(main())
