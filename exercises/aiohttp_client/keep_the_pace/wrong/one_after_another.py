# /// script
# dependencies = ["aiohttp"]
# ///
"""With answers that take 0.7 s, twelve pages take 10.80 s: 2.90 s are enough, so 7.90 s are lost. Send the first request at once, and each of the others as soon as the pace allows, even while earlier ones wait for their answers."""

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
    for path in paths:
        async with session.get(path) as resp:
            pages.append(await resp.text())
        await asyncio.sleep(0.2)
    return pages


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            await fetch_all(session, [f"/{n}" for n in range(8)])


asyncio.run(main())
