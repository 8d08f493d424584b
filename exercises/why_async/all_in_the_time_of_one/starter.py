"""Finish all three downloads after 0.3 seconds, not 0.5."""

import asyncio


# The checks use this: leave it as it is.
async def download(name, seconds):
    await asyncio.sleep(seconds)
    print(f"{name}: here")


async def main():
    await download("weather", 0.2)
    async with asyncio.TaskGroup() as group:
        group.create_task(download("news", 0.3))
        group.create_task(download("mail", 0.1))


asyncio.run(main())
