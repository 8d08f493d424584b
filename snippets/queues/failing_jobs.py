"""Workers that report failed jobs, and end when all jobs are done."""

import asyncio


async def worker(queue, do, failures):
    while not asyncio.current_task().cancelling():
        job = await queue.get()
        try:
            await do(job)
        except Exception as error:
            failures[job] = error
        finally:
            queue.task_done()


async def do_all(jobs, do, workers=3):
    queue = asyncio.Queue()
    failures = {}
    for job in jobs:
        queue.put_nowait(job)
    async with asyncio.TaskGroup() as group:
        tasks = []
        for _ in range(workers):
            task = group.create_task(worker(queue, do, failures))
            tasks.append(task)
        await queue.join()
        for task in tasks:
            task.cancel()
    return failures


async def chore(job):
    await asyncio.sleep(0.1)  # a job takes its time
    if job == "iron":
        raise OSError("no electricity")


print(asyncio.run(do_all(["wash", "dry", "iron", "fold"], chore)))
#> {'iron': OSError('no electricity')}
