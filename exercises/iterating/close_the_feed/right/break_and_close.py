"""Leave the loop with break, and close."""

import asyncio


# The checks use this name: keep it.
async def feed(name):
    print(f"{name}: opened")
    try:
        for number in range(1, 100):
            await asyncio.sleep(0.1)  # the message is on its way
            yield f"{name} {number}"
    finally:
        await asyncio.sleep(0.1)  # say goodbye to the server
        print(f"{name}: closed")


async def first_message(name):
    messages = feed(name)
    async for message in messages:
        first = message
        break
    await messages.aclose()
    return first


async def main():
    for name in ["news", "mail"]:
        print(await first_message(name))


asyncio.run(main())
