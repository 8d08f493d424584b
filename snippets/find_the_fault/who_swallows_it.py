"""Three workers are stopped, and one of them keeps running."""

import asyncio


async def save(name):
    try:
        await asyncio.sleep(0.3)
    except BaseException as error:
        print(f"{name} not saved: {type(error).__name__}")


async def worker(name, saves):
    for _ in range(3):
        await asyncio.sleep(0.2)
        if saves:
            await save(name)


async def main():
    workers = [
        asyncio.create_task(worker("a", False), name="a"),
        asyncio.create_task(worker("b", True), name="b"),
        asyncio.create_task(worker("c", False), name="c"),
    ]
    await asyncio.sleep(0.3)
    for task in workers:
        task.cancel()
    await asyncio.wait(workers, timeout=0.1)
    for task in workers:
        stopped = task.cancelled()
        print(task.get_name(), "stopped" if stopped else "goes on")


asyncio.run(main())
