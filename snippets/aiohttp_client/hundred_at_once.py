# /// script
# dependencies = ["aiohttp"]
# ///
"""250 requests to one server, and the number in progress at once."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

requests = []
most = 0


async def page(request):
    global most
    requests.append(request)
    most = max(most, len(requests))
    await asyncio.sleep(0.5)
    requests.remove(request)
    return web.Response()


async def check_status(session):
    async with session.get("/") as resp:
        return resp.status


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            checks = [check_status(session) for _ in range(250)]
            statuses = await asyncio.gather(*checks)
    print(len(statuses), "answers, at most", most, "at once")
    #> 250 answers, at most 100 at once


asyncio.run(main())
