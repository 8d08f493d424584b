# /// script
# dependencies = ["aiohttp>=3.14.4"]
# ///
"""An upload in pieces, and a task that shows its progress."""

import asyncio

from aiohttp import ClientSession, UploadTracker, web
from aiohttp.test_utils import RawTestServer


async def upload(request):
    size = 0
    async for piece in request.content.iter_chunked(65536):
        size += len(piece)
    return web.Response(text=f"{size} bytes")


async def pieces():
    for _ in range(5):
        await asyncio.sleep(0.2)
        yield bytes(100_000)


async def show(tracker):
    await asyncio.sleep(0.1)
    while not tracker.upload_complete.done():
        print(tracker.bytes_written)
        await asyncio.sleep(0.2)


async def main():
    tracker = UploadTracker()
    async with RawTestServer(upload) as server, ClientSession(
        server.make_url("/")
    ) as session, asyncio.TaskGroup() as group:
        group.create_task(show(tracker), name="progress")
        async with session.post(
            "/", data=pieces(), upload_tracker=tracker
        ) as resp:
            print("received", await resp.text())


asyncio.run(main())
