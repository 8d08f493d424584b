"""`put` waits until there is room."""

import asyncio


async def main():
    queue = asyncio.Queue(maxsize=1)
    loop = asyncio.get_running_loop()
    loop.call_later(0.1, queue.get_nowait)
    await queue.put("one")
    await queue.put("two")
    print("both are in, one after the other")
    #> both are in, one after the other


asyncio.run(main())
