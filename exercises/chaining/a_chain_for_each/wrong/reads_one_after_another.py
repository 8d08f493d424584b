"""'mail' comes after 0.6 s; its own steps take 0.5 s."""

import asyncio


async def find(page):
    await asyncio.sleep(len(page) / 10)  # long names take long
    return f"address of {page}"


async def read(address):
    await asyncio.sleep(0.1)
    print(f"{address}: 200")


async def check_all(pages):
    tasks = [asyncio.create_task(find(page)) for page in pages]
    for found in asyncio.as_completed(tasks):
        await read(await found)


asyncio.run(check_all(["me", "news", "weather"]))
