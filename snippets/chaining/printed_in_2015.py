# /// script
# dependencies = ["aiohttp"]
# ///
"""Two lines from 2015 fail today. Two other words fix them."""

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer


async def main():
    async with TestServer(web.Application()) as server:
        request = aiohttp.request("GET", server.make_url("/"))
        try:
            resp = await request
        except TypeError as error:
            print("TypeError:", error)

        async with request as resp:
            try:
                print(resp.status_code)
            except AttributeError as error:
                print("AttributeError:", error)
            print("status:", resp.status)


asyncio.run(main())
