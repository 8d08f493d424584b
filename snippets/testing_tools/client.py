# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["took"]
# ///
"""Test an aiohttp app with its own test client."""

import unittest

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


async def greet(request):
    name = request.query.get("name")
    if not name:
        raise web.HTTPBadRequest(text="who are you?")
    return web.json_response({"text": f"Hello, {name}!"})


def make_app():
    app = web.Application()
    app.router.add_get("/greet", greet)
    return app


class TestGreet(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        client = TestClient(TestServer(make_app()))
        self.client = await self.enterAsyncContext(client)

    async def test_greet(self):
        resp = await self.client.get("/greet?name=Ada")
        self.assertEqual(await resp.json(), {"text": "Hello, Ada!"})

    async def test_no_name(self):
        resp = await self.client.get("/greet")
        self.assertEqual(resp.status, 400)


if __name__ == "__main__":
    unittest.main(verbosity=2)
