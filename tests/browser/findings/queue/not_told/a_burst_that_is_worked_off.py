"""A burst that is worked off."""

import asyncio


async def main():
    jobs = asyncio.Queue()
    for job in range(60):
        await jobs.put(job)
    while not jobs.empty():
        await jobs.get()
        await asyncio.sleep(0.005)


asyncio.run(main())
