"""A `get` that is cancelled has taken nothing."""

import asyncio


async def main():
    queue = asyncio.Queue()
    reader = asyncio.create_task(queue.get())
    await asyncio.sleep(0)  # now it waits for a letter
    queue.put_nowait("letter")
    reader.cancel()  # before its next turn
    await asyncio.wait([reader])
    print("reader cancelled:", reader.cancelled())
    #> reader cancelled: True
    print("in the queue:", queue.qsize())
    #> in the queue: 1


asyncio.run(main())
