"""It still takes 0.4 s: one download begins only after another."""

import asyncio


# The checks use this name: keep it.
async def download(name, seconds):
    await asyncio.sleep(seconds)
    print(f"{name}: here")


async def main():
    await download("mail", 0.1)
    async with asyncio.TaskGroup() as group:
        group.create_task(download("news", 0.3))
        group.create_task(download("weather", 0.2))


asyncio.run(main())
