"""No worker visited texts."""

import asyncio

INSIDE = {"home": "music texts", "music": "jazz rock", "texts": "mail"}


async def visit(queue):
    while True:
        folder = await queue.get()
        await asyncio.sleep(0.1)  # reads the disk
        print("visited", folder)
        for inner in INSIDE.get(folder, "").split():
            try:
                queue.put_nowait(inner)
            except asyncio.QueueFull:
                pass
        queue.task_done()


async def main():
    queue = asyncio.Queue(maxsize=1)
    workers = [asyncio.create_task(visit(queue)) for _ in range(2)]
    await queue.put("home")
    await queue.join()
    for worker in workers:
        worker.cancel()


asyncio.run(main())
