# /// script
# dependencies = ["aiohttp"]
# ///
"""On 503, wait as told and ask again, up to four times in all."""

import asyncio

from aiohttp import ClientResponseError, ClientSession, web
from aiohttp.test_utils import RawTestServer

statuses = iter([503, 503, 200])


async def page(request):
    status = next(statuses)
    print("asked, answered", status)
    headers = {"Retry-After": "2"} if status == 503 else {}
    return web.Response(text="the news", status=status, headers=headers)


async def fetch(session, path):
    attempts = 4
    while True:
        attempts -= 1
        try:
            async with session.get(path, raise_for_status=True) as resp:
                return await resp.text()
        except ClientResponseError as error:
            if error.status != 503 or not attempts:
                raise
            seconds = float(error.headers["Retry-After"])
        await asyncio.sleep(seconds)


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            print(await fetch(session, "/news"))


asyncio.run(main())
