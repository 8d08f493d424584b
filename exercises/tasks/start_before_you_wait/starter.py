"""Make the three requests wait at the same time."""

import asyncio


# The checks use this: leave it as it is.
async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def fetch_all(names):
    tasks = []
    for name in names:
        task = asyncio.create_task(fetch(name))
        print(await task)
        tasks.append(task)


async def main():
    await fetch_all(["news", "mail", "weather"])


asyncio.run(main())
