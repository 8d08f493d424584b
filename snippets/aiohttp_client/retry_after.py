# /// script
# dependencies = ["aiohttp"]
# ///
"""A server that allows a request a second says when to come back."""

import asyncio
import time

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

allowed_at = 0


async def page(request):
    global allowed_at
    now = time.monotonic()
    if now < allowed_at:
        seconds = {"Retry-After": f"{allowed_at - now:.0f}"}
        raise web.HTTPTooManyRequests(headers=seconds)
    allowed_at = now + 1
    return web.Response()


async def fetch(session):
    for _ in range(5):
        async with session.get("/") as resp:
            if resp.status != 429:
                return resp.status
            seconds = int(resp.headers.get("Retry-After", 1))
        print(f"told to wait {seconds:.1f} s")
        await asyncio.sleep(seconds)
    return resp.status


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            print(await fetch(session))
            print(await fetch(session))


asyncio.run(main())
