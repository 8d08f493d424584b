"""An empty list: nothing yet, or no more to come?"""

import asyncio

jobs = []


async def producer():
    for job in ["wash", "dry", "iron"]:
        await asyncio.sleep(0.1)
        jobs.append(job)


async def consumer():
    while jobs:
        print("done:", jobs.pop(0))
    print("no more jobs")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(producer())
        group.create_task(consumer())
    print("left over:", jobs)


asyncio.run(main())
