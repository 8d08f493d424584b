"""`await` waits for the result."""

import asyncio


async def load():
    await asyncio.sleep(0.1)
    return "data"


async def main():
    task = asyncio.create_task(load())
    print(await task)
    #> data


asyncio.run(main())
