# /// script
# dependencies = ["aiohttp"]
# ///
"""A session keeps cookies, so you stay logged in."""

import asyncio

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer


async def log_in(request):  # these two play the server
    form = await request.post()
    response = web.Response()
    response.set_cookie("user", form["name"])
    return response


async def home(request):
    return web.Response(text=request.cookies.get("user", "unknown"))


async def visit(url, jar=None):
    async with ClientSession(url, cookie_jar=jar) as session:
        form = {"name": "ada"}
        async with session.post("/login", data=form) as response:
            response.raise_for_status()
        async with session.get("/") as response:
            print(await response.text())
            #> unknown
            #> ada


async def main():
    app = web.Application()
    app.add_routes([web.post("/login", log_in), web.get("/", home)])
    async with TestServer(app) as server:
        await visit(server.make_url("/"))
        await visit(server.make_url("/"), CookieJar(unsafe=True))


asyncio.run(main())
