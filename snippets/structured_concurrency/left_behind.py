"""The function is over, but one of its tasks isn't."""

import asyncio


async def book(what, seconds, free=True):
    await asyncio.sleep(seconds)
    if not free:
        raise LookupError(f"no {what} left")
    print(f"{what}: booked")


async def book_trip():
    flight = asyncio.create_task(book("flight", 0.3), name="flight")
    hotel = asyncio.create_task(
        book("hotel", 0.1, free=False), name="hotel"
    )
    await hotel
    await flight


async def main():
    try:
        await book_trip()
    except LookupError as error:
        print("main: no trip,", error)
    await asyncio.sleep(0.3)
    print("main: done")


asyncio.run(main())
