"""Shuts down a queue at which two tasks wait: recorded on Python 3.14."""

import asyncio


async def work(queue: asyncio.Queue[str]) -> None:
    try:
        while True:
            print(await queue.get())
    except asyncio.QueueShutDown:  # type: ignore[attr-defined]  # since Python 3.13
        print("over")


async def main() -> None:
    queue: asyncio.Queue[str] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        for name in "AB":
            group.create_task(work(queue), name=name)
        await asyncio.sleep(0.1)
        queue.shutdown()  # type: ignore[attr-defined]  # since Python 3.13


asyncio.run(main())
