# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["folder"]
# lines = { most = 55, reason = "it is the program before, and what looks into it" }
# ///
"""Where the third request waits: for a free connection."""

import asyncio
import gc
import sys

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer


async def page(request):
    return web.Response(body=bytes(1_000_000))


async def check_status(session, path):
    resp = await session.get(path)
    return resp.status


async def check_all(session):
    for path in ("/news", "/shop", "/map"):
        await check_status(session, path)


def print_chain(task):
    waits = task.get_coro()
    while hasattr(waits, "cr_await"):
        print(f"  {waits.__qualname__}")
        waits = waits.cr_await
        if type(waits).__name__ == "coroutine_wrapper":
            [waits] = gc.get_referents(waits)  # what it wraps


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        base = server.make_url("/")
        pool = TCPConnector(limit=2)  # connections at a time
        async with ClientSession(base, connector=pool) as session:
            checks = asyncio.create_task(check_all(session))
            await asyncio.wait([checks], timeout=1)
            checks.print_stack(file=sys.stdout)
            print("What it awaits:")
            print_chain(checks)
            checks.cancel()


asyncio.run(main())
