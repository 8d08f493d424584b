"""Each keeps what it found, and puts it in later."""

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
    queue = asyncio.Queue(maxsize=0)
    workers = []
    for _ in range(2):
        workers.append(asyncio.ensure_future(visit(queue)))
    await queue.put("home")
    await queue.join()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


asyncio.run(main())
