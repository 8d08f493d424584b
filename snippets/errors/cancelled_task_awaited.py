"""`asyncio.wait` waits for the end of a cancelled task."""

import asyncio


async def load():
    await asyncio.sleep(3)


async def main():
    task = asyncio.create_task(load())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())
    #> cancelled: True


asyncio.run(main())
