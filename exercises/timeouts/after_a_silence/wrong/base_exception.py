"""When its task is cancelled, `chat` doesn't raise CancelledError."""

import asyncio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await asyncio.sleep(pause)  # stands in for someone typing
        yield f"message {number}"


async def chat(pauses):
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(0.3) as limit:
            async for message in messages(pauses):
                print(message)
                limit.reschedule(loop.time() + 0.3)
    except BaseException:
        print("closed")


asyncio.run(chat([0.2, 0.2, 0.2, 5]))
