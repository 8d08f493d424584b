# /// script
# dependencies = ["aiohttp"]
# ///
"""A server with two routes, and what it answers to other requests."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

books = {1: "Momo"}
routes = web.RouteTableDef()


@routes.get(r"/books/{number:\d+}")
async def show_book(request):
    number = int(request.match_info["number"])
    if number not in books:
        raise web.HTTPNotFound(text=f"no book {number}")
    return web.Response(text=books[number])


@routes.post("/books")
async def add_book(request):
    data = await request.json()
    books[len(books) + 1] = data["title"]
    return web.json_response({"number": len(books)}, status=201)


async def main():
    app = web.Application()
    app.add_routes(routes)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            book = {"title": "Emil"}
            async with session.post("/books", json=book) as resp:
                print(resp.status, await resp.text())
            for path in ("/books/2", "/books/9", "/shops", "/books"):
                async with session.get(path) as resp:
                    print(resp.status, await resp.text())


asyncio.run(main())
