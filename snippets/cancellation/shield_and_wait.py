"""Keep the task you shield, and wait for it to finish."""

import asyncio


async def save():
    try:
        await asyncio.sleep(0.3)  # writes to a database
        print("save: saved")
        #> save: saved
    except asyncio.CancelledError:
        print("save: cut off")
        raise


async def order():
    saving = asyncio.create_task(save())
    try:
        await asyncio.shield(saving)
    except asyncio.CancelledError:
        await saving
        raise
    print("order: done")


async def main():
    try:
        async with asyncio.timeout(0.1):
            await order()
    except TimeoutError:
        print("main: timed out")
        #> main: timed out


asyncio.run(main())
