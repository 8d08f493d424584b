"""'news' comes after 0.8 s; its own steps take 0.5 s."""

import asyncio


async def find(page):
    await asyncio.sleep(len(page) / 10)  # long names take long
    return f"address of {page}"


async def read(address):
    await asyncio.sleep(0.1)
    print(f"{address}: 200")


async def check_all(pages):
    for page in pages:
        await read(await find(page))


asyncio.run(check_all(["me", "news", "weather"]))
