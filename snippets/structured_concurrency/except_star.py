"""Each `except*` takes its errors out of the group."""

import asyncio


async def book(what, error=None):
    if error:
        raise error
    await asyncio.sleep(0.1)
    print(f"{what}: booked")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(book("hotel", LookupError("no room")))
            group.create_task(book("train", ValueError("no date")))
            group.create_task(book("boat", LookupError("no boat")))
            group.create_task(book("museum"))
    except* ValueError as errors:
        print("ValueError:", errors.exceptions)
    except* LookupError as errors:
        print("LookupError:", errors.exceptions)


asyncio.run(main())
