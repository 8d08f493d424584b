"""Read each page as it is found."""

import asyncio


async def find(page):
    await asyncio.sleep(len(page) / 10)  # long names take long
    return f"address of {page}"


async def read(address):
    await asyncio.sleep(0.1)
    print(f"{address}: 200")


async def check_all(pages):
    finding = [asyncio.create_task(find(page)) for page in pages]
    async with asyncio.TaskGroup() as group:
        for next_found in asyncio.as_completed(finding):
            group.create_task(read(await next_found))


asyncio.run(check_all(["me", "news", "weather"]))
