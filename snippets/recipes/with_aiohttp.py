# /// script
# dependencies = ["aiohttp"]
# ///
"""With aiohttp: up to two connections for four requests."""

import asyncio

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer

connections = set()


async def answer(request):  # plays the server
    if request.transport not in connections:
        connections.add(request.transport)
        print("connected")
    print("question", request.query["number"])
    await asyncio.sleep(0.2)
    return web.Response()


async def ask(session, number):
    async with session.get("/", params={"number": number}) as response:
        await response.read()


async def main():
    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        async with ClientSession(
            server.make_url("/"), connector=TCPConnector(limit=2)
        ) as session:
            async with asyncio.TaskGroup() as group:
                for number in range(1, 5):
                    group.create_task(ask(session, number))


asyncio.run(main())
