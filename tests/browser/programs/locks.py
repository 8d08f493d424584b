"""Locks, events, conditions, semaphores, barriers."""

import asyncio


async def main():
    lock, event, barrier = asyncio.Lock(), asyncio.Event(), asyncio.Barrier(3)
    condition, semaphore = asyncio.Condition(), asyncio.Semaphore(2)

    async def work(n):
        async with semaphore:
            async with lock:
                print(n, "has the lock")
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.1 * n)
        await event.wait()
        print(n, "at", await barrier.wait())
        async with condition:
            await condition.wait_for(lambda: ready)
            print(n, "goes")

    ready = False
    tasks = [asyncio.create_task(work(n)) for n in range(3)]
    await asyncio.sleep(1)
    event.set()
    await asyncio.sleep(0.1)
    async with condition:
        ready = True
        condition.notify_all()
    await asyncio.gather(*tasks)


asyncio.run(main())
