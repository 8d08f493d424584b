"""A semaphore limits the tasks that share it, inside its block."""

import asyncio


async def with_its_own():
    async with asyncio.Semaphore(2):  # each call makes a new one
        await asyncio.sleep(0.1)


async def with_the_same(semaphore):
    async with semaphore:
        await asyncio.sleep(0.1)


async def left_too_soon(semaphore, group):
    async with semaphore:
        group.create_task(asyncio.sleep(0.1))  # nothing waits here


async def main():
    loop = asyncio.get_running_loop()
    semaphore = asyncio.Semaphore(2)

    start = loop.time()
    await asyncio.gather(*[with_its_own() for _ in range(6)])
    print(f"its own: {loop.time() - start:.1f} s")
    #> its own: 0.1 s

    start = loop.time()
    async with asyncio.TaskGroup() as group:
        for _ in range(6):
            await left_too_soon(semaphore, group)
    print(f"left too soon: {loop.time() - start:.1f} s")
    #> left too soon: 0.1 s

    start = loop.time()
    await asyncio.gather(*[with_the_same(semaphore) for _ in range(6)])
    print(f"the same: {loop.time() - start:.1f} s")
    #> the same: 0.3 s


asyncio.run(main())
