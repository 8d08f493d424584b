"""The worker reports a job that failed and takes the next one."""

import asyncio

SECONDS = {"wash": 0.4, "dry": 0.1, "iron": 0.1, "fold": 0.3}


async def do(job):
    await asyncio.sleep(SECONDS[job])
    if job == "iron":
        raise OSError("no electricity")


async def worker(name, queue):
    while True:
        job = await queue.get()
        try:
            await do(job)
            print(name, "has done", job)
        except OSError as error:
            print(name, "could not", job, "-", error)
        finally:
            queue.task_done()


async def main():
    queue = asyncio.Queue()
    for job in SECONDS:
        queue.put_nowait(job)
    async with asyncio.TaskGroup() as group:
        ada = group.create_task(worker("Ada", queue), name="Ada")
        bob = group.create_task(worker("Bob", queue), name="Bob")
        await queue.join()
        ada.cancel()
        bob.cancel()
    print("never begun:", queue.qsize())


asyncio.run(main())
