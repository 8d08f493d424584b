"""A worker that is cancelled puts its job back into the queue."""

import asyncio


async def work(job):
    await asyncio.sleep(0.2)  # a job takes its time
    print("done:", job)
    #> done: wash
    #> done: dry


async def worker(queue):
    while True:
        job = await queue.get()
        try:
            await work(job)
        except asyncio.CancelledError:
            queue.put_nowait(job)
            raise
        finally:
            queue.task_done()


async def main():
    queue = asyncio.Queue()  # without a limit: there is always room
    for job in ["wash", "dry"]:
        queue.put_nowait(job)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(worker(queue), name="first")
        await asyncio.sleep(0.3)
        first.cancel()
        second = group.create_task(worker(queue), name="second")
        await queue.join()
        second.cancel()


asyncio.run(main())
