"""A block of its own for each message."""

import asyncio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await asyncio.sleep(pause)  # stands in for someone typing
        yield f"message {number}"


async def chat(pauses):
    stream = messages(pauses)
    try:
        while True:
            async with asyncio.timeout(0.3):
                message = await anext(stream, None)
            if message is None:
                return
            print(message)
    except TimeoutError:
        print("closed")


asyncio.run(chat([0.2, 0.2, 0.2, 5]))
