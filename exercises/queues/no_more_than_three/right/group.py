"""A TaskGroup, and another name for main."""

import asyncio

DISK = 0.1  # seconds for one reading


async def sensor(queue):
    for number in range(10):
        await asyncio.sleep(0.02)
        print("read", number)
        await queue.put(number)


async def store(queue):
    for _ in range(10):
        number = await queue.get()
        await asyncio.sleep(DISK)
        print("stored", number)


async def record() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue(maxsize=3)
    async with asyncio.TaskGroup() as group:
        group.create_task(sensor(queue))
        group.create_task(store(queue))


def main() -> None:
    asyncio.run(record())


main()
