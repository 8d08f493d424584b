# /// script
# dependencies = ["aiohttp"]
# ///
"""Twelve clients try again, after equal pauses and random ones."""

import asyncio
import random

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

free = asyncio.Semaphore(2)
chance = random.Random(1)  # the same numbers in each run


async def page(request):
    if free.locked():
        raise web.HTTPServiceUnavailable
    async with free:
        await asyncio.sleep(0.1)
    return web.Response()


async def fetch(session, jitter):
    for attempt in range(4):
        async with session.get("/") as resp:
            if resp.status == 200:
                return True
        longest = 0.5 * 2**attempt
        pause = chance.uniform(0, longest) if jitter else longest
        await asyncio.sleep(pause)
    return False


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            for jitter in (False, True):
                clients = [fetch(session, jitter) for _ in range(12)]
                answers = await asyncio.gather(*clients)
                print(answers.count(True), "of 12 got an answer")
                #> 8 of 12 got an answer
                #> 12 of 12 got an answer


asyncio.run(main())
