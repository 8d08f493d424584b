"""`await task` passes a cancellation on to the task."""

import asyncio


async def fetch():
    await asyncio.sleep(0.3)  # a slow server
    print("fetch: done")


async def main():
    first = asyncio.create_task(fetch(), name="first")
    try:
        async with asyncio.timeout(0.1):
            await first
    except TimeoutError:
        print("first: cancelled?", first.cancelled())

    second = asyncio.create_task(fetch(), name="second")
    try:
        async with asyncio.timeout(0.1):
            await asyncio.wait([second])
    except TimeoutError:
        print("second: cancelled?", second.cancelled())
    await second


asyncio.run(main())
