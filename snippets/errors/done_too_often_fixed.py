"""`task_done` once for each `get`."""

import asyncio


async def main():
    queue = asyncio.Queue()
    queue.put_nowait("job")
    await queue.get()
    queue.task_done()
    await queue.join()
    print("all done")
    #> all done


asyncio.run(main())
