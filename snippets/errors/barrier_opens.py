"""The barrier opens, because all of its parties come."""

import asyncio


async def wait(barrier):
    await barrier.wait()


async def main():
    barrier = asyncio.Barrier(2)
    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(wait(barrier))
    print("both have passed")
    #> both have passed


asyncio.run(main())
