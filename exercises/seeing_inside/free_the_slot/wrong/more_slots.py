"""With four people who have no name, the program hangs, since nothing can wake it: main waits for gather of 6, line 21; greet waits for Semaphore, line 10; greet waits for Semaphore, line 10."""

import asyncio

# The checks use this name: keep it.
NAMES = ["Ada", "", "123", "Bo", "Cy"]


async def greet(name, slots):
    await slots.acquire()
    if not name.isalpha():
        raise ValueError(name)
    await asyncio.sleep(0.1)
    print("hello", name)
    slots.release()


async def main():
    slots = asyncio.Semaphore(4)
    greetings = (greet(name, slots) for name in NAMES)
    await asyncio.gather(*greetings, return_exceptions=True)
    print("done")


asyncio.run(main())
