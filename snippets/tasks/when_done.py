"""The next step may wait, too: make one task of both steps."""

import asyncio


async def fetch():
    await asyncio.sleep(0.1)  # a server takes its time
    return "news"


async def store(text):
    await asyncio.sleep(0.1)  # so does the disk
    print("stored:", text)


async def fetch_and_store():
    await store(await fetch())


async def main():
    task = asyncio.create_task(fetch_and_store())
    print("main goes on")
    await task


asyncio.run(main())
