"""A coroutine is started as a task, and waits by itself."""

import asyncio


async def refresh():
    await asyncio.sleep(1)
    print("refreshed")
    #> refreshed


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(refresh())


asyncio.run(main(), debug=True)
