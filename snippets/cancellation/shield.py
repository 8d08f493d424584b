"""`shield` protects a task from your cancellation, not main's end."""

import asyncio


async def save():
    try:
        await asyncio.sleep(0.3)  # writes to a database
        print("save: saved")
    except asyncio.CancelledError:
        print("save: cut off")
        raise


async def order():
    await asyncio.shield(save())
    print("order: done")


async def main():
    try:
        async with asyncio.timeout(0.1):
            await order()
    except TimeoutError:
        print("main: timed out")


asyncio.run(main())
