"""With a slower goodbye, mail is opened before news is closed."""

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
    async for message in feed(name):
        first = message
        break
    await asyncio.sleep(0.15)  # time to say goodbye
    return first


async def main():
    for name in ["news", "mail"]:
        print(await first_message(name))


asyncio.run(main())
