"""The program never says that the shutdown is complete. Note that `await task` raises the watcher's CancelledError."""

import asyncio


# The checks use this name: keep it.
async def watch():
    try:
        while True:
            await asyncio.sleep(0.1)
    finally:
        await asyncio.sleep(0.2)  # says goodbye
        print("watch: closed")


# The checks use this name: keep it.
async def lifespan(receive, send):
    await receive()  # lifespan.startup
    task = asyncio.create_task(watch(), name="watch")
    await send("lifespan.startup.complete")
    await receive()  # lifespan.shutdown
    task.cancel()
    await task
    await send("lifespan.shutdown.complete")


async def main():  # in place of a server
    messages = asyncio.Queue()

    async def send(message):
        print(message)

    async with asyncio.TaskGroup() as group:
        group.create_task(lifespan(messages.get, send))
        messages.put_nowait("lifespan.startup")
        await asyncio.sleep(0.25)
        messages.put_nowait("lifespan.shutdown")


asyncio.run(main())
