"""A TaskGroup; its results after the block."""

import asyncio


async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def fetch_all(names):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(name)) for name in names]
    print(*(task.result() for task in tasks), sep="\n")


async def main():
    await fetch_all(["news", "mail", "weather"])


asyncio.run(main())
