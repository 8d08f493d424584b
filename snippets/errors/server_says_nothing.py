# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""The server takes longer than the session waits for new bytes."""

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import RawTestServer

LIMIT = aiohttp.ClientTimeout(sock_read=0.2)


async def slow(request):
    await asyncio.sleep(1)
    return web.Response(text="hello")


async def main():
    async with RawTestServer(slow) as server:
        async with aiohttp.ClientSession(timeout=LIMIT) as session:
            answer = await session.get(server.make_url("/"))
            print(await answer.text())


asyncio.run(main())
