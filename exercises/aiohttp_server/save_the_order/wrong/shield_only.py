# /// script
# dependencies = ["aiohttp"]
# ///
"""The tea is never saved: its task isn't done when the app has stopped, because nothing waits for it."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer


async def save(order):
    await asyncio.sleep(0.1)
    print("saved", order)


async def handler(request):
    await asyncio.shield(save(await request.text()))
    return web.Response(status=201)


# The checks use this name: keep it.
def make_app():
    app = web.Application()
    app.router.add_post("/", handler)
    return app


async def main():
    limit = ClientTimeout(total=0.05)
    server = TestServer(make_app())
    async with server, ClientSession(timeout=limit) as session:
        try:
            await session.post(server.make_url("/"), data="tea")
        except TimeoutError:
            print("the client is gone")


asyncio.run(main())
