"""Lost."""

import asyncio
import gc


async def forever():
    await asyncio.get_running_loop().create_future()


async def main():
    asyncio.create_task(forever())
    await asyncio.sleep(0.01)
    gc.collect()
    await asyncio.sleep(0.05)


asyncio.run(main())
