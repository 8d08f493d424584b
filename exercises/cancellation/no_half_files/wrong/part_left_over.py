"""After a download that was not cancelled, the `.part` file is left."""

import asyncio

files = []


async def remove(name):
    await asyncio.sleep(0.1)  # stands in for a slow disk
    files.remove(name)


async def download(name, seconds):
    files.append(name + ".part")
    try:
        await asyncio.sleep(seconds)  # stands in for a slow server
        files.append(name)
    except asyncio.CancelledError:
        await remove(name + ".part")
        raise


async def main():
    task = asyncio.create_task(download("map", 1.0))
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.wait([task])
    print("files:", files)


asyncio.run(main())
