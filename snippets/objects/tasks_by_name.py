"""Start and stop jobs by name: a dictionary of tasks."""

import asyncio

jobs = {}


async def count(name):
    for number in range(1, 100):
        await asyncio.sleep(0.1)
        print(name, number)


def start(name):
    if name in jobs:
        raise ValueError(f"{name} is running")
    jobs[name] = asyncio.create_task(count(name))
    jobs[name].add_done_callback(lambda _: jobs.pop(name))


async def stop(name):
    task = jobs[name]
    task.cancel()
    await asyncio.wait([task])


async def main():
    start("sheep")
    start("cows")
    await asyncio.sleep(0.15)
    await stop("cows")
    print("running:", *jobs)
    await asyncio.sleep(0.1)
    await stop("sheep")


asyncio.run(main())
