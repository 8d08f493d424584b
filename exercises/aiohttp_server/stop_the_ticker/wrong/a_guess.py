# /// script
# dependencies = ["aiohttp"]
# ///
"""The app stops 0.05 s after the goodbye: wait for the task, not a fixed time."""

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
    try:
        yield
    finally:
        task.cancel()
        await asyncio.sleep(0.1)


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
