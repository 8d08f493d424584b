# /// script
# dependencies = ["aiohttp"]
# ///
"""Send JSON, a form, and parameters in the address."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def answer(request):  # plays the server
    if request.can_read_body:
        print(request.content_type, await request.text())
        #> application/json {"item": "tea"}
        #> application/x-www-form-urlencoded item=tea
    return web.json_response(dict(request.query))


async def main():
    app = web.Application()
    app.router.add_route("*", "/", answer)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            tea = {"item": "tea"}
            async with session.post("/", json=tea) as response:
                response.raise_for_status()
            async with session.post("/", data=tea) as response:
                response.raise_for_status()
            search = {"item": "green tea", "page": 2}
            async with session.get("/", params=search) as response:
                print(await response.json())
                #> {'item': 'green tea', 'page': '2'}


asyncio.run(main())
