# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["took"]
# ///
"""A server on this machine, instead of a mock."""

import unittest

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def fetch_name(session, url):
    async with session.get(url) as resp:
        if resp.status == 404:
            return None
        return (await resp.json())["name"]


async def name(request):
    if request.match_info["number"] == "7":
        return web.json_response({"name": "Ada"})
    return web.Response(text="Ada", status=404)


class TestFetchName(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        app = web.Application()
        app.router.add_get("/names/{number}", name)
        self.server = await self.enterAsyncContext(TestServer(app))
        self.session = await self.enterAsyncContext(ClientSession())

    async def fetch(self, number):
        url = self.server.make_url(f"/names/{number}")
        return await fetch_name(self.session, url)

    async def test_a_name(self):
        self.assertEqual(await self.fetch(7), "Ada")

    async def test_no_name(self):
        self.assertIsNone(await self.fetch(8))


if __name__ == "__main__":
    unittest.main(verbosity=2)
