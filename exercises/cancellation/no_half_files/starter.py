"""When cancelled, remove the `.part` file, then stay cancelled."""

import asyncio

# The checks use this name: keep it.
files = []


async def remove(name):
    await asyncio.sleep(0.1)  # stands in for a slow disk
    files.remove(name)


# The checks use this name: keep it.
async def download(name, seconds):
    files.append(name + ".part")
    await asyncio.sleep(seconds)  # stands in for a slow server
    files.append(name)
    await remove(name + ".part")


async def main():
    task = asyncio.create_task(download("map", 1.0))
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.wait([task])
    print("files:", files)


asyncio.run(main())
