# /// script
# dependencies = ["aiohttp"]
# ///
"""Four requests, of which at most two begin in a second."""

import asyncio
import time

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer


class Pace:
    next_slot = 0

    def __init__(self, per_second):
        self.gap = 1 / per_second

    async def wait(self):
        now = time.monotonic()
        slot = max(now, self.next_slot)
        self.next_slot = slot + self.gap
        await asyncio.sleep(slot - now)


async def page(request):
    await asyncio.sleep(0.1)
    return web.Response()


async def fetch(session, pace, begin):
    await pace.wait()
    async with session.get("/"):
        print(f"answer after {time.monotonic() - begin:.1f} s")


async def main():
    pace, begin = Pace(2), time.monotonic()
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            fetches = [fetch(session, pace, begin) for _ in range(4)]
            await asyncio.gather(*fetches)


asyncio.run(main())
