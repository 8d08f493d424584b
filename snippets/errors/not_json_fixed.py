# /// script
# dependencies = ["aiohttp"]
# ///
"""The type of the answer is checked first."""

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
            if answer.content_type == "application/json":
                print(await answer.json())
            else:
                print(answer.status, answer.content_type)
                #> 200 text/html
    await runner.cleanup()


asyncio.run(main())
