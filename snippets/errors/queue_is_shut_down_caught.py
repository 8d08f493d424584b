# /// script
# requires-python = ">=3.13"
# ///
"""The worker takes what is left, and ends."""

import asyncio


async def work(jobs):
    try:
        while True:
            print("did", await jobs.get())
            #> did 1
            #> did 2
    except asyncio.QueueShutDown:
        print("no more jobs")
        #> no more jobs


async def main():
    jobs = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(work(jobs))
        for job in 1, 2:
            await jobs.put(job)
        jobs.shutdown()


asyncio.run(main())
