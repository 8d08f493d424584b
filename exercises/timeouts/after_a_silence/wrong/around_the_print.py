"""No line says 'closed'."""

import asyncio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await asyncio.sleep(pause)  # stands in for someone typing
        yield f"message {number}"


async def chat(pauses):
    try:
        async for message in messages(pauses):
            async with asyncio.timeout(0.3):
                print(message)
    except TimeoutError:
        print("closed")


asyncio.run(chat([0.2, 0.2, 0.2, 5]))
