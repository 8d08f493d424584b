# /// script
# dependencies = ["aiohttp"]
# ///
"""A link checker that asks again before it calls a link broken."""

import asyncio
import random

from aiohttp import ClientError, ClientSession, test_utils, web

SITE = {"/news": [503, 200], "/map": [503, 503, 503], "/old": [404]}
chance = random.Random(3)  # the same in each run


async def page(request):
    await asyncio.sleep(0.1)
    return web.Response(status=SITE[request.path].pop(0))


async def check_status(session, limit, path):
    for attempt in range(3):
        await asyncio.sleep(attempt * chance.uniform(0, 0.4))
        try:
            async with limit, asyncio.timeout(0.5):
                async with session.get(path) as resp:
                    status = resp.status
        except (ClientError, TimeoutError) as error:
            status = type(error).__name__
        if status in (200, 404):
            break
    print(path, status)


async def main():
    limit = asyncio.Semaphore(2)
    async with test_utils.RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            async with asyncio.TaskGroup() as group:
                for path in SITE:
                    check = check_status(session, limit, path)
                    group.create_task(check, name=path)


asyncio.run(main())
