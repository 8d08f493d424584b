# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 55, reason = "it is the program before, and what looks into it" }
# ///
"""Where the third request waits: for a free connection."""

import asyncio
import gc

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer


async def page(request):
    return web.Response(body=bytes(1_000_000))


async def open_pages(session, pages):
    for path in ("/news", "/shop", "/map"):
        resp = await session.get(path)
        pages.append(resp)


def print_chain(task):
    waits = task.get_coro()
    while hasattr(waits, "cr_await"):
        print("in the chain:", waits.__qualname__)
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
            pages = []
            opening = open_pages(session, pages)
            task = asyncio.create_task(opening, name="opening")
            await asyncio.wait([task], timeout=1)
            for frame in task.get_stack():
                print("in the stack:", frame.f_code.co_name)
            print_chain(task)
            task.cancel()
            for resp in pages:
                resp.close()


asyncio.run(main())
