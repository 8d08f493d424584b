# /// script
# dependencies = ["aiohttp"]
# ///
"""A link checker that follows links: one queue and two workers."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

SITE = {"/": "/news /shop", "/news": "/ /tea", "/shop": "/ /old"}
seen, queue = set(), asyncio.Queue()


async def page(request):
    await asyncio.sleep(0.3 if request.path == "/news" else 0.1)
    text = SITE.get(request.path)
    return web.Response(text=text, status=404 if text is None else 200)


async def work(session):
    while True:
        path = await queue.get()
        if path not in seen:
            seen.add(path)
            async with session.get(path) as resp:
                print(path, resp.status)
                for link in (await resp.text()).split():
                    queue.put_nowait(link)
        queue.task_done()


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            tasks = [asyncio.create_task(work(session)) for _ in (1, 2)]
            queue.put_nowait("/")
            await queue.join()
            for task in tasks:
                task.cancel()


asyncio.run(main())
