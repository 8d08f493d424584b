"""'me' comes after 0.1 s; its own steps take 0.3 s."""

import asyncio


async def find(page):
    await asyncio.sleep(len(page) / 10)  # long names take long
    return f"address of {page}"


async def read(address):
    await asyncio.sleep(0.1)
    print(f"{address}: 200")


async def check_all(pages):
    async with asyncio.TaskGroup() as group:
        for page in pages:
            group.create_task(read(f"address of {page}"))


asyncio.run(check_all(["me", "news", "weather"]))
