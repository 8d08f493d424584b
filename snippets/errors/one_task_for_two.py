"""Two tasks await one task."""

import asyncio


async def load():
    await asyncio.sleep(0.1)
    return "data"


async def wait_for(task):
    print(await task)
    #> data
    #> data


async def main():
    task = asyncio.create_task(load())
    await asyncio.gather(wait_for(task), wait_for(task))


asyncio.run(main())
