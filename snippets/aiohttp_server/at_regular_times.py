# /// script
# dependencies = ["aiohttp"]
# ///
"""Send to a WebSocket at regular times, and read at the same time."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def send_prices(ws):
    price = 3
    while True:
        await ws.send_str(f"tea costs {price}")
        price += 1
        await asyncio.sleep(1)


async def handler(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    sending = asyncio.create_task(send_prices(ws))
    try:
        async for message in ws:
            await ws.send_str(f"you said {message.data}")
    finally:
        sending.cancel()
        await asyncio.wait([sending])
    return ws


async def main():
    app = web.Application()
    app.router.add_get("/", handler)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            async with session.ws_connect("/") as ws:
                for number in range(4):
                    if number == 2:
                        await ws.send_str("hello")
                    print(await ws.receive_str())
                    #> tea costs 3
                    #> tea costs 4
                    #> you said hello
                    #> tea costs 5


asyncio.run(main())
