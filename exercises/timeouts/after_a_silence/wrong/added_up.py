"""With eight messages, 0.25 seconds apart, the chat is closed too early."""

import asyncio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await asyncio.sleep(pause)  # stands in for someone typing
        yield f"message {number}"


async def chat(pauses):
    try:
        async with asyncio.timeout(0.3) as limit:
            async for message in messages(pauses):
                print(message)
                limit.reschedule(limit.when() + 0.2)
    except TimeoutError:
        print("closed")


asyncio.run(chat([0.2, 0.2, 0.2, 5]))
