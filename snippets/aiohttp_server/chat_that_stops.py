# /// script
# dependencies = ["aiohttp>=3.14"]
# ///
"""When the app stops, it closes all WebSockets at once."""

import asyncio

from aiohttp import ClientSession, WSCloseCode, web
from aiohttp.test_utils import TestServer

sockets = web.AppKey("sockets", set)


async def echo(request):
    ws = web.WebSocketResponse(heartbeat=30)
    await ws.prepare(request)
    request.app[sockets].add(ws)
    try:
        async for message in ws:
            await ws.send_str(message.data)
        return ws
    finally:
        request.app[sockets].discard(ws)


async def close_all(app):
    code = WSCloseCode.GOING_AWAY
    closing = [ws.close(code=code) for ws in app[sockets]]
    await asyncio.gather(*closing)


async def main():
    app = web.Application()
    app[sockets] = set()
    app.router.add_get("/", echo)
    app.on_shutdown.append(close_all)
    async with ClientSession() as session:
        async with TestServer(app) as server:
            ws = await session.ws_connect(server.make_url("/"))
            reader = asyncio.create_task(ws.receive())
        message = await reader
        print(message.type.name, message.data)


asyncio.run(main())
