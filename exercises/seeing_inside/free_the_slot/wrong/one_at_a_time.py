"""Six people are greeted only after 0.6 s: two at a time take 0.3 s."""

import asyncio

# The checks use this name: keep it.
NAMES = ["Ada", "", "123", "Bo", "Cy"]


async def greet(name, slots):
    await slots.acquire()
    if not name.isalpha():
        raise ValueError(name)
    await asyncio.sleep(0.1)  # stands in for a request
    print("hello", name)
    slots.release()


async def main():
    slots = asyncio.Semaphore(2)
    greetings = (greet(name, slots) for name in NAMES)
    for greeting in greetings:
        try:
            await greeting
        except ValueError:
            slots.release()
    print("done")


asyncio.run(main())
