"""`get` waits for an item."""

import asyncio


async def main():
    queue = asyncio.Queue()
    loop = asyncio.get_running_loop()
    loop.call_later(0.1, queue.put_nowait, "job")
    print(await queue.get())
    #> job


asyncio.run(main())
