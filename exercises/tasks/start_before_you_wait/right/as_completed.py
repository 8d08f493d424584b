"""Printed as they come."""

import asyncio


async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def fetch_all(names):
    for answer in asyncio.as_completed([fetch(name) for name in names]):
        print(await answer)


async def main():
    await fetch_all(["news", "mail", "weather"])


asyncio.run(main())
