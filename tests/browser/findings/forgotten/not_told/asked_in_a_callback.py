"""Asked in a callback."""

import asyncio


async def notify():
    raise ConnectionError


async def main():
    task = asyncio.create_task(notify())
    task.add_done_callback(lambda done: print(type(done.exception())))
    await asyncio.sleep(0.05)


asyncio.run(main())
