"""One request didn't begin until the previous one was done."""

import asyncio


async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def fetch_all(names):
    coroutines = [fetch(name) for name in names]
    for coroutine in coroutines:
        print(await coroutine)


async def main():
    await fetch_all(["news", "mail", "weather"])


asyncio.run(main())
