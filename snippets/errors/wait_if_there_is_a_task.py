"""`wait` is called only if there is something to wait for."""

import asyncio


async def main():
    tasks = []
    if tasks:
        await asyncio.wait(tasks)
    print("nothing to wait for")
    #> nothing to wait for


asyncio.run(main())
