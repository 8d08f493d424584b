# /// script
# dependencies = ["aiohttp"]
# ///
"""The program says that the app has stopped before the ticker says goodbye."""

import asyncio
from contextlib import asynccontextmanager

from aiohttp import web


async def tick():
    try:
        while True:
            print("tick")
            await asyncio.sleep(0.1)
    finally:
        await asyncio.sleep(0.05)
        print("goodbye")


# The checks use this name: keep it.
@asynccontextmanager
async def ticker(app):
    task = asyncio.create_task(tick())
    yield
    task.cancel()
    await asyncio.sleep(0)


async def main():
    app = web.Application()
    app.cleanup_ctx.append(ticker)
    runner = web.AppRunner(app)
    await runner.setup()
    await asyncio.sleep(0.25)
    await runner.cleanup()
    print("stopped")
    await asyncio.sleep(0.25)


asyncio.run(main())
