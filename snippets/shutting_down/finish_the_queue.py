"""Finish what was accepted. After the deadline, list the rest."""

import asyncio
from contextlib import suppress


async def work_off(jobs, do, stop, *, workers=2, seconds=10):
    open_jobs = []

    async def work():
        while not asyncio.current_task().cancelling():
            job = await jobs.get()
            open_jobs.append(job)
            await do(job)
            open_jobs.remove(job)
            jobs.task_done()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work()) for _ in range(workers)]
        await stop.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await jobs.join()
        for task in tasks:
            task.cancel()
    return open_jobs + [jobs.get_nowait() for _ in range(jobs.qsize())]


async def save(job):
    await asyncio.sleep(0.2)
    print(job, "saved")
    #> job 0 saved
    #> job 1 saved
    #> job 2 saved
    #> job 3 saved


async def main():
    jobs, stop = asyncio.Queue(), asyncio.Event()
    for number in range(7):
        jobs.put_nowait(f"job {number}")
    asyncio.get_running_loop().call_later(0.1, stop.set)
    print("left:", await work_off(jobs, save, stop, seconds=0.4))
    #> left: ['job 4', 'job 5', 'job 6']


asyncio.run(main())
