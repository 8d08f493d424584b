"""mail is opened before news is closed."""

import asyncio

opened = []


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
    opened.append(messages)
    return await anext(messages)


async def main():
    for name in ["news", "mail"]:
        print(await first_message(name))
    for messages in opened:
        await messages.aclose()


asyncio.run(main())
