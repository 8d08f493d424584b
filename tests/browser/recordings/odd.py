"""Has callbacks, equal items, a long queue, and an async generator that asyncio closes."""

import asyncio
from collections.abc import AsyncIterator


async def pages() -> AsyncIterator[int]:
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0.1)
        print("closed")


async def put(q: asyncio.Queue[int]) -> None:
    for _ in range(3):
        await q.put(1)


async def main() -> None:
    asyncio.get_running_loop().call_soon(tick)
    q: asyncio.Queue[int] = asyncio.Queue(2)
    putter = asyncio.create_task(put(q), name="putter")
    async for _ in pages():
        break
    sem = asyncio.Semaphore(1)
    async with sem:
        await asyncio.sleep(0.2)
    many: asyncio.Queue[int] = asyncio.Queue()
    for number in range(25):
        many.put_nowait(number)
    await asyncio.sleep(0.1)
    many.get_nowait()
    await asyncio.sleep(0.1)
    opened = asyncio.Event()
    asyncio.get_running_loop().call_later(0.1, opened.set)
    await opened.wait()
    putter.cancel()
    await asyncio.wait([putter])


def tick() -> None:
    print("tick")


asyncio.run(main())
