"""Wait for a task that may be cancelled, and then continue."""

import asyncio


async def outcome(task, if_cancelled=None):
    await asyncio.wait([task])
    if task.cancelled():
        return if_cancelled
    return task.result()


async def fetch():
    await asyncio.sleep(60)


async def main():
    async with asyncio.TaskGroup() as group:
        task = group.create_task(fetch(), name="fetch")
        asyncio.get_running_loop().call_later(0.1, task.cancel)
        print(await outcome(task, "it was cancelled"))
        #> it was cancelled
        print("main goes on")
        #> main goes on


asyncio.run(main())
