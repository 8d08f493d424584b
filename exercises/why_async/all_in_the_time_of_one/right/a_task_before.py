"""The weather is a task from the start."""

import asyncio


async def download(name, seconds):
    await asyncio.sleep(seconds)
    print(f"{name}: here")


async def main():
    weather = asyncio.create_task(download("weather", 0.2))
    async with asyncio.TaskGroup() as group:
        for name, seconds in {"news": 0.3, "mail": 0.1}.items():
            group.create_task(download(name, seconds))
    await weather


asyncio.run(main())
