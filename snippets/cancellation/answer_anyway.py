"""If a task swallows a cancellation, its waiter isn't cancelled."""

import asyncio


async def fetch():
    try:
        await asyncio.sleep(1)  # a slow server
    except asyncio.CancelledError:
        return "an old page"


async def reader(task):
    print("reader: got", await task)
    #> reader: got an old page


async def main():
    task = asyncio.create_task(fetch(), name="fetch")
    waiting = asyncio.create_task(reader(task), name="reader")
    await asyncio.sleep(0.1)
    waiting.cancel()
    await asyncio.wait([waiting])
    print("reader: cancelled?", waiting.cancelled())
    #> reader: cancelled? False


asyncio.run(main())
