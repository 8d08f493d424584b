"""A task fails, and nobody asks it for its result."""

import asyncio


async def fail():
    raise ValueError("nobody sees this")


async def main():
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    print(task.done())


asyncio.run(main())
