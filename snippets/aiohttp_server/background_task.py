# /// script
# dependencies = ["aiohttp"]
# ///
"""The limit of 0.1 s for stopping an app is swallowed."""

import asyncio
from contextlib import suppress

from aiohttp import web


async def refresh():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.3)  # says goodbye


async def background(app):
    task = asyncio.create_task(refresh(), name="refresh")
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def main():
    app = web.Application()
    app.cleanup_ctx.append(background)
    runner = web.AppRunner(app)
    await runner.setup()
    await asyncio.sleep(0.1)
    try:
        async with asyncio.timeout(0.1):
            await runner.cleanup()
        print("ended in good order")
        #> ended in good order
    except TimeoutError:
        print("timed out")


asyncio.run(main())
