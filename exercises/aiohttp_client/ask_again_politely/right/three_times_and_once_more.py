# /// script
# dependencies = ["aiohttp"]
# ///
"""On 503, wait as told and ask again, up to four times in all."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

statuses = iter([503, 503, 200])


async def page(request):
    status = next(statuses)
    print("asked, answered", status)
    headers = {"Retry-After": "2"} if status == 503 else {}
    return web.Response(text="the news", status=status, headers=headers)


async def fetch(session, path):
    for _ in range(3):
        resp = await session.get(path)
        if resp.status != 503:
            break
        resp.release()
        await asyncio.sleep(int(resp.headers["Retry-After"]))
    else:
        resp = await session.get(path)
    async with resp:
        resp.raise_for_status()
        return await resp.text()


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            print(await fetch(session, "/news"))


asyncio.run(main())
