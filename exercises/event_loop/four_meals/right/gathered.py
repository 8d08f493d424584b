"""A coroutine for each meal, gathered."""

import asyncio


async def main():
    async def meal(name, start):
        await asyncio.sleep(start)
        print(name)

    await asyncio.gather(
        meal("breakfast", 0),
        meal("lunch", 0.1),
        meal("tea", 0.2),
        meal("dinner", 0.3),
    )


asyncio.run(main())
