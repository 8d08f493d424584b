"""A task stops only at the second request."""

import asyncio


async def consume(jobs):
    stops = 0
    while stops < 2:
        try:
            await jobs.get()
        except asyncio.CancelledError:
            stops += 1


async def main():
    jobs = asyncio.Queue()
    consumer = asyncio.create_task(consume(jobs))
    await asyncio.sleep(0)
    consumer.cancel()
    for job in range(5):
        await asyncio.sleep(0.01)
        jobs.put_nowait(job)
    await asyncio.sleep(0.01)
    consumer.cancel()
    await consumer


asyncio.run(main())
