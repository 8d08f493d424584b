"""In a callback of a library."""

import asyncio
import time


class Slow:
    def __lt__(self, other):
        time.sleep(0.05)
        return True


async def main():
    await asyncio.sleep(0)
    sorted([Slow() for _ in range(9)])


asyncio.run(main())
