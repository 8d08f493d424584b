"""Close the chat after 0.3 seconds of silence, and not before."""

import asyncio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await asyncio.sleep(pause)  # stands in for someone typing
        yield f"message {number}"


# The checks use this name: keep it.
async def chat(pauses):
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(0.3) as limit:
            async for message in messages(pauses):
                print(message)
                limit.reschedule(loop.time() + 0.3)
    except TimeoutError:
        print("closed")


asyncio.run(chat([0.2, 0.2, 0.2, 5]))
