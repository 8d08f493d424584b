"""Someone without a name is greeted."""

import asyncio

# The checks use this name: keep it.
NAMES = ["Ada", "", "123", "Bo", "Cy"]


async def greet(name, slots):
    async with slots:
        await asyncio.sleep(0.1)
        print("hello", name)


async def main():
    slots = asyncio.Semaphore(2)
    greetings = (greet(name, slots) for name in NAMES)
    await asyncio.gather(*greetings, return_exceptions=True)
    print("done")


asyncio.run(main())
