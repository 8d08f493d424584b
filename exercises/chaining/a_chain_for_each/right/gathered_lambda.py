"""gather, and a nested function."""

import asyncio


async def find(page):
    await asyncio.sleep(len(page) / 10)  # long names take long
    return f"address of {page}"


async def read(address):
    await asyncio.sleep(0.1)
    print(f"{address}: 200")


async def check_all(pages):
    async def both(page):
        await read(await find(page))

    await asyncio.gather(*map(both, pages))


asyncio.run(check_all(["me", "news", "weather"]))
