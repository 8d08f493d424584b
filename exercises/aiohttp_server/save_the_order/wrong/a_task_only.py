# /// script
# dependencies = ["aiohttp"]
# ///
"""The tea is never saved: its task was cancelled along with the handler that awaits it."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer


async def save(order):
    await asyncio.sleep(0.1)
    print("saved", order)


saving = set()


async def handler(request):
    task = asyncio.create_task(save(await request.text()))
    saving.add(task)
    task.add_done_callback(saving.discard)
    await task
    return web.Response(status=201)


async def finish(app):
    if saving:
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
