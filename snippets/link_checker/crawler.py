# /// script
# dependencies = ["aiohttp"]
# ///
"""A link checker that follows links: one queue and two workers."""

import asyncio

from aiohttp import ClientError, ClientSession, test_utils, web

SITE = {"/": "/news /map", "/news": "/ /tea", "/map": "/"}
seen, queue = {"/"}, asyncio.Queue()


async def page(request):
    await asyncio.sleep(60 if request.path == "/map" else 0.1)
    status = 200 if request.path in SITE else 404
    return web.Response(text=SITE.get(request.path), status=status)


async def work(session):
    while path := await queue.get():
        try:
            async with asyncio.timeout(0.5), session.get(path) as resp:
                print(path, resp.status)
                for link in (await resp.text()).split():
                    if link not in seen:
                        seen.add(link)
                        queue.put_nowait(link)
        except (ClientError, TimeoutError) as error:
            print(path, type(error).__name__)
        queue.task_done()


async def main():
    async with test_utils.RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            queue.put_nowait("/")
            async with asyncio.TaskGroup() as group:
                two = [group.create_task(work(session)) for _ in (1, 2)]
                await queue.join()
                for worker in two:
                    worker.cancel()


asyncio.run(main())
