"""wait_for around each message."""

import asyncio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await asyncio.sleep(pause)  # stands in for someone typing
        yield f"message {number}"


async def chat(pauses):
    stream = messages(pauses)
    while True:
        try:
            message = await asyncio.wait_for(anext(stream), 0.3)
        except StopAsyncIteration:
            break
        except TimeoutError:
            print("closed")
            break
        print(message)


asyncio.run(chat([0.2, 0.2, 0.2, 5]))
