"""The removal is a task, shielded."""

import asyncio

files = []


async def remove(name):
    await asyncio.sleep(0.1)  # stands in for a slow disk
    files.remove(name)


async def download(name, seconds):
    files.append(name + ".part")
    part = name + ".part"
    try:
        await asyncio.sleep(seconds)
        files.append(name)
    finally:
        await asyncio.shield(asyncio.create_task(remove(part)))


async def main():
    task = asyncio.create_task(download("map", 1.0))
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.wait([task])
    print("files:", files)


asyncio.run(main())
