# /// script
# dependencies = ["aiohttp>=3.14"]
# ///
"""A server is stopped while a WebSocket is open."""

import asyncio
import time

from aiohttp import ClientSession, web


async def echo(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        await ws.send_str(message.data)
    return ws


async def main():
    app = web.Application()
    app.router.add_get("/", echo)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with ClientSession() as session:
        ws = await session.ws_connect(f"http://127.0.0.1:{site.port}/")
        reader = asyncio.create_task(ws.receive(), name="client")
        begin = time.monotonic()
        await runner.cleanup()
        print(f"stopped after {time.monotonic() - begin:.1f} s")
        message = await reader
        print(message.type.name, message.data)


asyncio.run(main())
