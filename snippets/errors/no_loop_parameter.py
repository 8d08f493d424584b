"""The function finds the running loop itself."""

import asyncio


async def main():
    await asyncio.sleep(1)
    print("awake")
    #> awake


asyncio.run(main())
