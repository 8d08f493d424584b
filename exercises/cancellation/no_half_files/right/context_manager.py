"""A context manager owns the file."""

import asyncio
from contextlib import asynccontextmanager

files = []


async def remove(name):
    await asyncio.sleep(0.1)  # stands in for a slow disk
    files.remove(name)


@asynccontextmanager
async def part_of(name):
    files.append(name + ".part")
    try:
        yield
    finally:
        await remove(name + ".part")


async def download(name, seconds):
    async with part_of(name):
        await asyncio.sleep(seconds)
        files.append(name)


async def main():
    task = asyncio.create_task(download("map", 1.0))
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.wait([task])
    print("files:", files)


asyncio.run(main())
