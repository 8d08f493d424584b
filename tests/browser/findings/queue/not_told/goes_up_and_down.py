"""Goes up and down."""

import asyncio


async def consume(jobs):
    while True:
        await asyncio.sleep(0.15)
        while not jobs.empty():
            jobs.get_nowait()


async def main():
    jobs = asyncio.Queue()
    consuming = asyncio.create_task(consume(jobs))
    for job in range(110):
        await jobs.put(job)
        await asyncio.sleep(0.004)


asyncio.run(main())
