# /// script
# dependencies = ["aiohttp"]
# ///
"""An exception climbs the chain until something catches it."""

import asyncio

from aiohttp import ClientResponseError, ClientSession, web
from aiohttp.test_utils import TestServer


async def check_status(session, url):
    print("  check_status: asks session.get")
    async with session.get(url, raise_for_status=True) as resp:
        print("  check_status: has a response")
        return resp.status


async def main():
    app = web.Application()  # no pages: each path is a 404
    async with TestServer(app) as server, ClientSession() as session:
        print("main: asks check_status")
        try:
            await check_status(session, server.make_url("/"))
        except ClientResponseError as error:
            print("main: caught", error.status, error.message)


asyncio.run(main())
