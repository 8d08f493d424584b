"""The same with the syntax that replaced it."""

import asyncio


async def wait():
    await asyncio.sleep(1)
    print("awake")
    #> awake


asyncio.run(wait())
