# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["took"]
# lines = { most = 65, reason = "it is a part of the link checker and its tests" }
# ///
"""Tests for the link checker: each way in which a page can answer."""

import asyncio
import unittest

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer


async def check_status(session, path, limit=1):
    try:
        async with asyncio.timeout(limit), session.get(path) as resp:
            return resp.status
    except ClientError as error:
        return error
    except TimeoutError:
        return "timed out"


async def page(request):
    if request.path == "/sale":
        request.transport.abort()  # as if the server broke down
    if request.path == "/map":
        await asyncio.sleep(60)
    if request.path == "/old":
        raise web.HTTPNotFound
    return web.Response(text="here you are")


class TestCheckStatus(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        app = web.Application()
        app.router.add_get("/{path:.*}", page)
        server = await self.enterAsyncContext(TestServer(app))
        session = ClientSession(server.make_url("/"))
        self.session = await self.enterAsyncContext(session)

    async def test_a_page(self):
        self.assertEqual(await check_status(self.session, "/"), 200)

    async def test_no_page(self):
        self.assertEqual(await check_status(self.session, "/old"), 404)

    async def test_a_broken_server(self):
        result = await check_status(self.session, "/sale")
        self.assertIsInstance(result, ClientError)

    async def test_a_slow_page(self):
        result = await check_status(self.session, "/map", limit=0.1)
        self.assertEqual(result, "timed out")


if __name__ == "__main__":
    unittest.main(verbosity=2)
