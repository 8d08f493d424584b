"""`async with` releases the semaphore once."""

import asyncio


async def main():
    places = asyncio.BoundedSemaphore(2)
    async with places:
        print("one place is taken")
        #> one place is taken


asyncio.run(main())
