# /// script
# dependencies = ["aiohttp"]
# ///
"""An object that opens a session, uses it, and closes it."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    return web.json_response({"path": request.path})


class Library:
    def __init__(self, url):
        self.url = url

    async def __aenter__(self):
        self.session = ClientSession(self.url)
        return self

    async def __aexit__(self, *error):
        await self.session.close()

    async def book(self, number):
        async with self.session.get(f"/books/{number}") as resp:
            return await resp.json()


async def main():
    async with RawTestServer(page) as server:
        async with Library(server.make_url("/")) as library:
            print(await library.book(1))
            #> {'path': '/books/1'}
            print(await library.book(2))
            #> {'path': '/books/2'}
        print(library.session.closed)
        #> True


asyncio.run(main())
