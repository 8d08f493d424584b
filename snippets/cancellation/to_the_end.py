"""Finish a step even if you are cancelled twice in the meantime."""

import asyncio


async def to_the_end(coroutine):
    task = asyncio.create_task(coroutine)
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled and not task.exception():
        raise cancelled
    return task.result()


async def save():
    print("save: begins")
    #> save: begins
    await asyncio.sleep(0.3)  # the disk takes its time
    print("save: done")
    #> save: done


async def order():
    await to_the_end(save())


async def main():
    async with asyncio.TaskGroup() as group:
        task = group.create_task(order(), name="order")
        for _ in range(2):
            await asyncio.sleep(0.1)
            task.cancel()
    print("order cancelled:", task.cancelled())
    #> order cancelled: True


asyncio.run(main())
