"""With a TaskGroup, the function is over when its tasks are over."""

import asyncio


async def book(what, seconds, free=True):
    await asyncio.sleep(seconds)
    if not free:
        raise LookupError(f"no {what} left")
    print(f"{what}: booked")


async def book_trip():
    async with asyncio.TaskGroup() as group:
        group.create_task(book("flight", 0.3), name="flight")
        group.create_task(book("hotel", 0.1, free=False), name="hotel")


async def main():
    try:
        await book_trip()
    except* LookupError as errors:
        print("main: no trip,", *errors.exceptions)
    await asyncio.sleep(0.3)
    print("main: done")


asyncio.run(main())
