"""A task that listens, and a queue with a timeout."""

import asyncio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await asyncio.sleep(pause)  # stands in for someone typing
        yield f"message {number}"


async def chat(pauses):
    queue = asyncio.Queue()

    async def listen():
        async for message in messages(pauses):
            queue.put_nowait(message)
        queue.put_nowait(None)

    task = asyncio.create_task(listen())
    try:
        while True:
            async with asyncio.timeout(0.3):
                message = await queue.get()
            if message is None:
                break
            print(message)
    except TimeoutError:
        print("closed")
    finally:
        task.cancel()


asyncio.run(chat([0.2, 0.2, 0.2, 5]))
