"""A cancelled task keeps running until it has to wait."""

import asyncio


async def double(x):
    return x * 2


async def work():
    asyncio.current_task().cancel()
    print("cancelled, and still running")
    #> cancelled, and still running
    print("after an await as well:", await double(6))
    #> after an await as well: 12
    await asyncio.sleep(0)
    print("this line is not reached")


async def main():
    task = asyncio.create_task(work())
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())
    #> cancelled: True


asyncio.run(main())
