"""Close each feed before the next one is opened."""

import asyncio
from contextlib import aclosing


# The checks use this: leave it as it is.
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
    async with aclosing(feed(name)) as messages:
        async for message in messages:
            return message


async def main():
    for name in ["news", "mail"]:
        print(await first_message(name))


asyncio.run(main())
