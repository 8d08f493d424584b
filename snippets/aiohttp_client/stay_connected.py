# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 55, reason = "a recipe is whole: it brings its server" }
# ///
"""A WebSocket client that connects again, after pauses that grow."""

import asyncio
import random
from contextlib import aclosing

from aiohttp import ClientConnectionError, ClientSession, WSMsgType, web
from aiohttp import WSServerHandshakeError as HandshakeError
from aiohttp.test_utils import TestServer


async def messages(session, url, first=0.5, longest=30):
    pause = first
    while True:
        try:
            async with session.ws_connect(url, heartbeat=10) as ws:
                async for message in ws:
                    if message.type == WSMsgType.TEXT:
                        pause = first  # it works again
                        yield message.data
        except HandshakeError as error:
            if error.status < 500 and error.status != 429:
                raise
        except (ClientConnectionError, TimeoutError):
            pass
        await asyncio.sleep(random.uniform(0, pause))
        pause = min(longest, 2 * pause)


async def page(request):
    weather = WEATHER.pop(0)
    if not weather:
        raise web.HTTPServiceUnavailable
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    await ws.send_str(weather)
    return ws  # which closes it


WEATHER = ["rain", "", "", "sun"]


async def main():
    app = web.Application()
    app.router.add_get("/", page)
    async with TestServer(app) as server, ClientSession() as session:
        news = messages(session, server.make_url("/"))
        async with aclosing(news):
            async for text in news:
                print(text)
                #> rain
                #> sun
                if text == "sun":
                    break


asyncio.run(main())
