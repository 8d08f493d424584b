"""Asked to stop, workers finish their page and take no other."""

import asyncio

SECONDS = {"/a": 0.2, "/b": 0.4, "/c": 0.3, "/d": 60, "/e": 0.1}
left = list(SECONDS)  # stands in for the database


async def feed(queue):
    for page in list(left):
        await queue.put(page)


async def work(queue):
    while page := await queue.get():
        await asyncio.sleep(SECONDS[page])
        left.remove(page)
        print(page, "saved")
    queue.put_nowait(None)  # for the next worker


async def main():
    queue = asyncio.Queue(2)
    async with asyncio.TaskGroup() as group:
        start = group.create_task
        feeder = start(feed(queue), name="feeder")
        workers = [start(work(queue), name=f"worker {n}") for n in "12"]
        await asyncio.sleep(0.45)
        print("SIGTERM")
        feeder.cancel()
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
        _, late = await asyncio.wait(workers, timeout=1)
        for task in late:
            task.cancel()
    print("left for the next start:", *left)


asyncio.run(main())
