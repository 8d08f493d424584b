"""`suppress` around `await task` also swallows your own timeout."""

import asyncio
from contextlib import suppress


async def heartbeat():
    try:
        while True:
            await asyncio.sleep(1)
    finally:
        await asyncio.sleep(0.3)  # says goodbye


async def stop_with_suppress(task):
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def stop_with_wait(task):
    task.cancel()
    await asyncio.wait([task])


async def main():
    for stop in [stop_with_suppress, stop_with_wait]:
        task = asyncio.create_task(heartbeat())
        await asyncio.sleep(0.1)
        try:
            async with asyncio.timeout(0.1):
                await stop(task)
            print(f"{stop.__name__}: no timeout")
            #> stop_with_suppress: no timeout
        except TimeoutError:
            print(f"{stop.__name__}: timed out")
            #> stop_with_wait: timed out


asyncio.run(main())
