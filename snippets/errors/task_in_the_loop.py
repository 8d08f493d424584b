"""The task is made in a coroutine, while the loop runs."""

import asyncio


async def work():
    await asyncio.sleep(0.1)
    print("done")
    #> done


async def main():
    task = asyncio.create_task(work())
    await task


asyncio.run(main())
