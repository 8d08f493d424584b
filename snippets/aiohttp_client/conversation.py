# /// script
# dependencies = ["aiohttp"]
# ///
"""One task reads from a WebSocket while another one writes to it."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def shout(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        if message.data == "bye":
            break
        await asyncio.sleep(0.25)
        await ws.send_str(message.data.upper())
    return ws


async def write(ws):
    for word in ("hello", "how are you?", "bye"):
        print("write", word)
        await ws.send_str(word)
        await asyncio.sleep(0.1)


async def main():
    app = web.Application()
    app.router.add_get("/", shout)
    async with TestServer(app) as server, ClientSession() as session:
        async with session.ws_connect(
            server.make_url("/")
        ) as ws, asyncio.TaskGroup() as group:
            group.create_task(write(ws), name="writer")
            async for message in ws:
                print("read ", message.data)
            print("the server closed it:", ws.close_code)


asyncio.run(main())
