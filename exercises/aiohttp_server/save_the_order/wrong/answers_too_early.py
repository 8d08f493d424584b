# /// script
# dependencies = ["aiohttp"]
# ///
"""The client has its answer before the order is saved, so it doesn't give up: answer once the order is saved."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer


async def save(order):
    await asyncio.sleep(0.1)
    print("saved", order)


saving = set()


async def handler(request):
    saving.add(asyncio.create_task(save(await request.text())))
    return web.Response(status=201)


async def finish(app):
    await asyncio.wait(saving)


# The checks use this name: keep it.
def make_app():
    app = web.Application()
    app.router.add_post("/", handler)
    app.on_cleanup.append(finish)
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
