# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 42, reason = "it has both the server and its guests" }
# ///
"""A chat: all clients read what one of them writes."""

import asyncio
from contextlib import suppress

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

people = set()


async def chat(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    people.add(ws)
    try:
        async for message in ws:
            for other in set(people):
                with suppress(ConnectionError):  # it has just left
                    await other.send_str(message.data)
    finally:
        people.remove(ws)
    return ws


async def guest(session, name, wait):
    async with session.ws_connect("/") as ws:
        await asyncio.sleep(wait)
        await ws.send_str(f"hello from {name}")
        for _ in range(2):
            print(f"{name} reads: {await ws.receive_str()}")


async def main():
    app = web.Application()
    app.router.add_get("/", chat)
    async with TestServer(app) as server, ClientSession(
        server.make_url("/")
    ) as session, asyncio.TaskGroup() as group:
        group.create_task(guest(session, "Ada", 0.1), name="Ada")
        group.create_task(guest(session, "Ben", 0.2), name="Ben")


asyncio.run(main())
