"""Takes, puts, sets, acquires and releases, each in a line of its own."""

import asyncio


async def work(queue: asyncio.Queue[str], lock: asyncio.Lock, opened: asyncio.Event) -> None:
    await opened.wait()
    item = await queue.get()
    await lock.acquire()
    await asyncio.sleep(0.1)
    lock.release()
    queue.task_done()
    await queue.put(f"{item} again")


async def main() -> None:
    queue: asyncio.Queue[str] = asyncio.Queue()
    lock, opened = asyncio.Lock(), asyncio.Event()
    worker = asyncio.create_task(work(queue, lock, opened), name="worker")
    async with lock:
        queue.put_nowait("a")
        await asyncio.sleep(0)
        opened.set()
        await asyncio.sleep(0.1)
    await worker


asyncio.run(main())
