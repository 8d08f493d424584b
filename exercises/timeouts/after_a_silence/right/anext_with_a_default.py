"""A timeout around each `anext`, which gives `None` at the end."""

import asyncio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await asyncio.sleep(pause)  # stands in for someone typing
        yield f"message {number}"


async def chat(pauses):
    incoming = messages(pauses)
    while True:
        try:
            async with asyncio.timeout(0.3):
                message = await anext(incoming, None)
        except TimeoutError:
            print("closed")
            return
        if message is None:
            return
        print(message)


asyncio.run(chat([0.2, 0.2, 0.2, 5]))
