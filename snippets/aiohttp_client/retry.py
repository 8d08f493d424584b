# /// script
# dependencies = ["aiohttp"]
# ///
"""Try again a few times if it may help, after growing pauses."""

import asyncio
import random

from aiohttp import ClientConnectionError, ClientSession, web
from aiohttp.test_utils import RawTestServer

chance = random.Random(1)  # the same in each run
statuses = iter([503, 0, 0, 200])  # 0: the server hangs up


async def page(request):
    status = next(statuses)
    if status == 0:
        request.transport.close()
    return web.Response(text="the news", status=status or 500)


async def fetch(session, path):
    for attempt in range(3):
        try:
            async with session.get(path) as resp:
                if resp.status < 500:
                    resp.raise_for_status()
                    return await resp.text()
                print("status", resp.status)
        except (ClientConnectionError, TimeoutError) as error:
            print(type(error).__name__)
        await asyncio.sleep(chance.uniform(0, 0.2 * 2**attempt))
    async with session.get(path, raise_for_status=True) as resp:
        return await resp.text()


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            print(await fetch(session, "/news"))


asyncio.run(main())
