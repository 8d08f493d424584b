# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["address"]
# dev_mode = { on = false, reason = "as a reader sees it, without -X dev" }
# ///
"""A session that is never closed, and what aiohttp says about it."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    return web.Response(text="hello", headers={"Connection": "close"})


async def fetch(url):
    session = ClientSession()
    async with session.get(url) as resp:
        return await resp.text()


async def main():
    async with RawTestServer(page) as server:
        print(await fetch(server.make_url("/")))


asyncio.run(main())
