# /// script
# dependencies = ["aiohttp"]
# ///
"""With twelve pages, `fetch_all` doesn't return their texts in order."""

import asyncio
import time

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

started = time.monotonic()


async def page(request):
    print(f"{request.path} after {time.monotonic() - started:.1f} s")
    await asyncio.sleep(0.05)
    return web.Response(text=request.path)


async def fetch_all(session, paths):
    pages = []

    async def fetch(number, path):
        await asyncio.sleep(0.2 * (len(paths) - 1 - number))
        async with session.get(path) as resp:
            pages.append(await resp.text())

    await asyncio.gather(*[fetch(n, path) for n, path in enumerate(paths)])
    return pages


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            await fetch_all(session, [f"/{n}" for n in range(8)])


asyncio.run(main())
