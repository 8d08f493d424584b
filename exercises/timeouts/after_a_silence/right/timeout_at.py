"""timeout_at, moved on."""

import asyncio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await asyncio.sleep(pause)  # stands in for someone typing
        yield f"message {number}"


async def chat(pauses):
    now = asyncio.get_event_loop().time
    try:
        async with asyncio.timeout_at(now() + 0.3) as deadline:
            async for message in messages(pauses):
                deadline.reschedule(now() + 0.3)
                print(message)
    except TimeoutError:
        print("closed")


asyncio.run(chat([0.2, 0.2, 0.2, 5]))
