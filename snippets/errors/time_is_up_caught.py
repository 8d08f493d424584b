"""The error is caught outside the block with the limit."""

import asyncio


async def load():
    await asyncio.sleep(3)


async def main():
    try:
        async with asyncio.timeout(0.1):
            await load()
    except TimeoutError:
        print("too slow: going on without it")
        #> too slow: going on without it


asyncio.run(main())
