# /// script
# dependencies = ["aiohttp"]
# ///
"""With a limit of 0.02 seconds for the end, the caller doesn't get a TimeoutError."""

import asyncio
from contextlib import asynccontextmanager, suppress

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
    with suppress(asyncio.CancelledError):
        await task


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
