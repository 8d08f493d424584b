# /// script
# dependencies = ["aiohttp"]
# ///
"""The error is caught: the request may be repeated if that is safe."""

import asyncio

import aiohttp
from aiohttp import web


async def hello(request):
    request.transport.close()
    return web.Response()


async def serve():
    app = web.Application()
    app.router.add_get("/", hello)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, runner.addresses[0][1]


async def main():
    runner, port = await serve()
    async with aiohttp.ClientSession() as session:
        try:
            await session.get(f"http://127.0.0.1:{port}/")
        except aiohttp.ServerDisconnectedError:
            print("no answer came: was the request carried out?")
            #> no answer came: was the request carried out?
    await runner.cleanup()


asyncio.run(main())
