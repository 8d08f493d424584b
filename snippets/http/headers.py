# /// script
# dependencies = ["aiohttp"]
# ///
"""Headers and a password: for all requests, or for one."""

import asyncio

from aiohttp import ClientSession, encode_basic_auth, web
from aiohttp.test_utils import TestServer


async def answer(request):  # plays the server
    print(request.headers["User-Agent"])
    print(request.headers["Authorization"])
    return web.Response()


async def main():
    app = web.Application()
    app.router.add_get("/", answer)
    token = {"Authorization": "Bearer abc"}
    password = {"Authorization": encode_basic_auth("ada", "secret")}
    async with TestServer(app) as server:
        async with ClientSession(
            server.make_url("/"), headers={"User-Agent": "shop/1"}
        ) as session:
            for headers in [token, password]:
                async with session.get("/", headers=headers) as reply:
                    reply.raise_for_status()


asyncio.run(main())
