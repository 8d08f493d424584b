"""Since Python 3.13, a group that fails raises a cancellation again."""

import asyncio


async def clean_up_fails():
    try:
        await asyncio.sleep(1)
    finally:
        raise OSError("no goodbye")


async def work():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(clean_up_fails())
    except* OSError:
        print("work: the clean-up failed")
    await asyncio.sleep(0)
    print("work: goes on")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    print("main: cancelled?", task.cancelled())


asyncio.run(main())
