# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["traceback", "address"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A session is used after its block."""

import asyncio

import aiohttp
from aiohttp import web


async def hello(request):
    return web.Response(text="hello")


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
        pass
    try:
        await session.get(f"http://127.0.0.1:{port}/")
    finally:
        await runner.cleanup()


asyncio.run(main())
