# /// script
# dependencies = ["aiohttp"]
# ///
"""An order is sent again, because its answer got lost."""

import asyncio

from aiohttp import ClientConnectionError, ClientSession, web
from aiohttp.test_utils import RawTestServer

orders = {}
lost = []


async def order(request):
    name = request.headers.get("Idempotency-Key", len(orders))
    orders[name] = await request.text()
    if not lost:
        lost.append(name)
        request.transport.close()
    return web.Response(status=201)


async def send(session, headers):
    for _ in range(2):
        try:
            async with session.post("/", data="tea", headers=headers):
                break
        except ClientConnectionError as error:
            print(error)


async def main():
    async with RawTestServer(order) as server:
        async with ClientSession(server.make_url("/")) as session:
            await send(session, {})
            print(list(orders.values()))
            orders.clear()
            lost.clear()
            await send(session, {"Idempotency-Key": "order 1"})
            print(list(orders.values()))


asyncio.run(main())
