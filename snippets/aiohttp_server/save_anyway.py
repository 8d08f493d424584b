# /// script
# dependencies = ["aiohttp"]
# ///
"""The client hangs up while its order is being saved."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer

saving = set()


async def save(order):
    await asyncio.sleep(0.2)
    print("saved:", order)


async def handler(request):
    task = asyncio.create_task(save(await request.text()), name="save")
    saving.add(task)
    task.add_done_callback(saving.discard)
    await asyncio.shield(task)
    return web.Response(status=201)


async def finish_saving(app):
    if saving:
        await asyncio.wait(saving)


async def main():
    app = web.Application()
    app.router.add_post("/", handler)
    app.on_cleanup.append(finish_saving)
    limit = ClientTimeout(total=0.05)
    async with TestServer(app) as server:
        async with ClientSession(timeout=limit) as session:
            try:
                await session.post(server.make_url("/"), data="tea")
            except TimeoutError:
                print("client: gone")


asyncio.run(main())
