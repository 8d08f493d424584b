"""A barrier is given up while a task waits at it."""

import asyncio


async def wait(barrier):
    try:
        await barrier.wait()
    except asyncio.BrokenBarrierError as error:
        print(f"{type(error).__module__}.{type(error).__name__}")
        #> asyncio.exceptions.BrokenBarrierError


async def main():
    barrier = asyncio.Barrier(2)
    waiting = asyncio.create_task(wait(barrier))
    await asyncio.sleep(0.1)
    await barrier.abort()
    await waiting


asyncio.run(main())
