"""A TaskGroup, whose tasks are cancelled at the end."""

import asyncio

INSIDE = {"home": "music texts", "music": "jazz rock", "texts": "mail"}


async def visit(queue):
    while True:
        folder = await queue.get()
        await asyncio.sleep(0.1)  # reads the disk
        print("visited", folder)
        for inner in INSIDE.get(folder, "").split():
            await queue.put(inner)
        queue.task_done()


async def main():
    queue = asyncio.LifoQueue()
    await queue.put("home")
    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(visit(queue)) for _ in range(2)]
        await queue.join()
        for worker in workers:
            worker.cancel()


asyncio.run(main())
