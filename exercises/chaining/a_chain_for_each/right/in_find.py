"""find goes on to read by itself."""

import asyncio


async def find(page):
    await asyncio.sleep(len(page) / 10)  # long names take long
    await read(f"address of {page}")


async def read(address):
    await asyncio.sleep(0.1)
    print(f"{address}: 200")


async def check_all(pages):
    tasks = []
    for page in pages:
        tasks.append(asyncio.create_task(find(page)))
    for task in tasks:
        await task


asyncio.run(check_all(["me", "news", "weather"]))
