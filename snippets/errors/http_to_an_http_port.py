# /// script
# dependencies = ["aiohttp"]
# ///
"""The address begins with http://, as the server expects."""

import asyncio

import aiohttp
from aiohttp import web


async def serve():
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, runner.addresses[0][1]


async def main():
    runner, port = await serve()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/") as answer:
            print(answer.status, answer.reason)
            #> 404 Not Found
    await runner.cleanup()


asyncio.run(main())
