"""An exception group that nobody catches, and a task whose exception nobody asks for."""

import asyncio


async def fail(error):
    raise error


async def main():
    lost = asyncio.create_task(fail(KeyError("lost")))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(lost.done())
    del lost
    async with asyncio.TaskGroup() as group:
        group.create_task(fail(ValueError("one")))
        group.create_task(fail(TypeError("two")))


asyncio.run(main())
