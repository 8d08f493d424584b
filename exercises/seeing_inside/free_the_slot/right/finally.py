"""It releases in a `finally`."""

import asyncio

# The checks use this name: keep it.
NAMES = ["Ada", "", "123", "Bo", "Cy"]


async def greet(name, slots):
    await slots.acquire()
    try:
        if not name.isalpha():
            raise ValueError(name)
        await asyncio.sleep(0.1)
        print("hello", name)
    finally:
        slots.release()


async def main():
    slots = asyncio.Semaphore(2)
    greetings = (greet(name, slots) for name in NAMES)
    await asyncio.gather(*greetings, return_exceptions=True)
    print("done")


asyncio.run(main())
