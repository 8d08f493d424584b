"""A failure goes up through the groups, and cancellation goes down."""

import asyncio


async def book(what, seconds, free=True):
    try:
        await asyncio.sleep(seconds)
        if not free:
            raise LookupError(f"no {what} left")
    finally:
        print(f"{what}: over")


async def book_stay():
    async with asyncio.TaskGroup() as group:
        group.create_task(book("hotel", 0.1, free=False), name="hotel")


async def book_tour():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(book("museum", 0.3), name="museum")
    finally:
        print("tour: over")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(book_stay(), name="stay")
            group.create_task(book_tour(), name="tour")
    except* LookupError as trip:
        stay = trip.exceptions[0]
        print("main:", stay)
        print("main:", stay.exceptions[0])


asyncio.run(main())
