"""A `None` at the end, and two tasks in a group."""

from asyncio import Queue, TaskGroup, run, sleep

DISK = 0.1  # seconds for one reading
END = None


async def measure(readings: Queue) -> None:
    for number in range(10):
        await sleep(0.02)
        print("read", number)
        await readings.put(number)
    await readings.put(END)


async def save(readings: Queue) -> None:
    while (number := await readings.get()) is not END:
        await sleep(DISK)
        print("stored", number)


async def main() -> None:
    readings = Queue(3)
    async with TaskGroup() as group:
        group.create_task(measure(readings))
        group.create_task(save(readings))


if __name__ == "__main__":
    run(main())
