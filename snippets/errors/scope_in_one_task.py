# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""The group is outside the generator, in the task that uses it."""

import asyncio

import anyio


async def numbers():
    await anyio.sleep(0.1)
    yield 1


async def main():
    async with anyio.create_task_group():
        async for number in numbers():
            print(number)
            #> 1


asyncio.run(main())
