"""All answers in one list."""

import asyncio


async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def main():
    results = await asyncio.gather(fetch("news"), fetch("mail"), fetch("weather"))
    print(results)


asyncio.run(main())
