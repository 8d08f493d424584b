"""Print each page as soon as its own two steps are done."""

import asyncio


async def find(page):
    await asyncio.sleep(len(page) / 10)  # long names take long
    return f"address of {page}"


async def read(address):
    await asyncio.sleep(0.1)
    print(f"{address}: 200")


# The checks use this name: keep it.
async def check_all(pages):
    async with asyncio.TaskGroup() as group:
        found = [group.create_task(find(page)) for page in pages]
    async with asyncio.TaskGroup() as group:
        for task in found:
            group.create_task(read(task.result()))


asyncio.run(check_all(["me", "news", "weather"]))
