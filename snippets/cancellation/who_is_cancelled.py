"""What `cancel()` does depends on what the task waits for."""

import asyncio


async def direct(task):
    await task


async def gather(task):
    await asyncio.gather(task)


async def wait(task):
    await asyncio.wait([task])


async def as_completed(task):
    for next_answer in asyncio.as_completed([task]):
        await next_answer


async def shield(task):
    await asyncio.shield(task)


async def main():
    for waiting in [direct, gather, wait, as_completed, shield]:
        task = asyncio.create_task(asyncio.sleep(0.3))
        waiter = asyncio.create_task(waiting(task))
        await asyncio.sleep(0.1)
        waiter.cancel()
        await asyncio.wait([waiter])
        print(f"{waiting.__name__}: task cancelled? {task.cancelled()}")
        #> direct: task cancelled? True
        #> gather: task cancelled? True
        #> wait: task cancelled? False
        #> as_completed: task cancelled? False
        #> shield: task cancelled? False


asyncio.run(main())
