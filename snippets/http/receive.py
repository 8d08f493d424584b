# /// script
# dependencies = ["aiohttp"]
# ///
"""Read what a client has sent: path, parameters, JSON, a form."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def order(request):
    print(request.method, request.match_info["item"])
    #> POST tea
    print(request.query.get("size", "small"))
    #> large
    return web.json_response(await request.json())


async def login(request):
    form = await request.post()
    return web.Response(text=f"hello {form['name']}")


async def anything_else(request):
    return web.Response(text=f"no {request.path} here", status=404)


async def main():
    app = web.Application()
    app.router.add_post("/order/{item}", order)
    app.router.add_post("/login", login)
    app.router.add_route("*", "/{rest:.*}", anything_else)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            tea = session.post("/order/tea?size=large", json={"n": 2})
            ada = session.post("/login", data={"name": "Ada"})
            lost = session.get("/a/b")
            for request in (tea, ada, lost):
                async with request as response:
                    print(response.status, await response.text())
                    #> 200 {"n": 2}
                    #> 200 hello Ada
                    #> 404 no /a/b here


asyncio.run(main())
