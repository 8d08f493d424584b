"""In a thread."""

import asyncio
import time


async def main():
    await asyncio.gather(asyncio.to_thread(time.sleep, 0.3), asyncio.sleep(0.1))


asyncio.run(main())
