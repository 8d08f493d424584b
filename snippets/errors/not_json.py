# /// script
# dependencies = ["aiohttp"]
# ///
"""A page is read as if it were JSON."""

import asyncio

import aiohttp
from aiohttp import web


async def hello(request):
    return web.Response(text="<p>no</p>", content_type="text/html")


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
        async with session.get(f"http://127.0.0.1:{port}/") as answer:
            try:
                print(await answer.json())
            except aiohttp.ContentTypeError as error:
                print(f"ContentTypeError: {error.message}")
    await runner.cleanup()


asyncio.run(main())
