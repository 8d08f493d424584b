"""It still takes 0.5 s: one download begins only after another."""

import asyncio


async def download(name, seconds):
    await asyncio.sleep(seconds)
    print(f"{name}: here")


async def main():
    async with asyncio.TaskGroup() as group:
        await download("weather", 0.2)
        group.create_task(download("news", 0.3))
        group.create_task(download("mail", 0.1))


asyncio.run(main())
