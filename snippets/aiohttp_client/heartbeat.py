# /// script
# dependencies = ["aiohttp"]
# ///
"""A server falls silent: with a heartbeat, the client notices."""

import asyncio

from aiohttp import ClientSession, WSMsgType, web
from aiohttp.test_utils import TestServer


async def falls_silent(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    await ws.send_str("hello")
    await asyncio.sleep(60)  # neither reads nor answers a ping
    return ws


async def listen(session, **options):
    loop = asyncio.get_running_loop()
    begin = loop.time()
    try:
        async with asyncio.timeout(2):
            async with session.ws_connect("/", **options) as ws:
                async for message in ws:
                    if message.type == WSMsgType.TEXT:
                        print(message.data)
                print("closed:", ws.exception())
    except TimeoutError:
        print("still waiting")
    print(f"after {loop.time() - begin:.1f} s")


async def main():
    app = web.Application()
    app.router.add_get("/", falls_silent)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            await listen(session)
            await listen(session, heartbeat=0.5)


asyncio.run(main())
