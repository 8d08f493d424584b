"""A task that is cancelled before its first turn never runs."""

import asyncio


async def save():
    try:
        await asyncio.sleep(1)
    finally:
        print("this line is not reached")


async def main():
    task = asyncio.create_task(save())
    task.cancel()
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())
    #> cancelled: True


asyncio.run(main())
