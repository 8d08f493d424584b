# /// script
# dependencies = ["aiohttp"]
# ///
"""250 requests to one server, and the number in progress at once."""

import asyncio
import time

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

requests = []
most = 0


async def page(request):
    global most
    requests.append(request)
    most = max(most, len(requests))
    await asyncio.sleep(1)
    requests.remove(request)
    return web.Response()


async def check_status(session):
    async with session.get("/") as resp:
        return resp.status


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            begin = time.perf_counter()
            checks = [check_status(session) for _ in range(250)]
            statuses = await asyncio.gather(*checks)
            took = round(time.perf_counter() - begin)
    print(len(statuses), "answers, at most", most, "at once")
    print(f"about {took:.1f} s")


asyncio.run(main())
