"""Print each page as soon as its own two steps are done."""

import asyncio


async def find(page):
    await asyncio.sleep(len(page) / 10)  # long names take long
    return f"address of {page}"


async def read(address):
    await asyncio.sleep(0.1)
    print(f"{address}: 200")


async def check(page):
    address = await find(page)
    await read(address)


# The checks use this name: keep it.
async def check_all(pages):
    async with asyncio.TaskGroup() as group:
        for page in pages:
            group.create_task(check(page))


asyncio.run(check_all(["me", "news", "weather"]))
