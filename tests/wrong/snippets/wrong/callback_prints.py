"""A callback prints, and the transcript does not know."""

import asyncio


async def main():
    asyncio.get_running_loop().call_soon(print, "from the loop")
    await asyncio.sleep(0)
    print("done")


asyncio.run(main())
