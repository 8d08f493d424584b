"""A background task that lives as long as the app does."""

import asyncio
from contextlib import asynccontextmanager


async def refresh():
    while True:
        print("refresh: asking for new prices")
        await asyncio.sleep(0.1)


@asynccontextmanager
async def lifespan(app):
    task = asyncio.create_task(refresh(), name="refresh")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()  # raises its error


async def server():  # in place of uvicorn, which does the same
    async with lifespan(app=None):
        await asyncio.sleep(0.25)
        print("server: stopping")
    print("server: stopped")


asyncio.run(server())
