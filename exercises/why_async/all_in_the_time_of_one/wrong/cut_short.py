"""The weather took 0.0 s. Let it take its 0.2 s, at the same time as the others."""

import asyncio


async def download(name, seconds):
    await asyncio.sleep(seconds)
    print(f"{name}: here")


async def main():
    await download("weather", 0.0)
    async with asyncio.TaskGroup() as group:
        group.create_task(download("news", 0.3))
        group.create_task(download("mail", 0.1))


asyncio.run(main())
