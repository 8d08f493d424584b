"""No line says what news answered."""

import asyncio


async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def fetch_all(names):
    for name in names:
        asyncio.create_task(fetch(name))


async def main():
    await fetch_all(["news", "mail", "weather"])


asyncio.run(main())
