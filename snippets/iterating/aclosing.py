"""`aclosing` closes the generator at the end of its block."""

import asyncio
from contextlib import aclosing


def task_name():
    name = asyncio.current_task().get_name()
    return name if name == "main" else "another task"


async def lines():
    try:
        for number in range(1, 100):
            await asyncio.sleep(0.1)  # the line is on its way
            yield f"line {number}"
    finally:
        print("closing, in", task_name())
        await asyncio.sleep(0.2)  # say goodbye to the server
        print("closed")


async def main():
    asyncio.current_task().set_name("main")
    async with aclosing(lines()) as stream:
        async for line in stream:
            print(line, "in", task_name())
            if line == "line 2":
                break
    print("the loop is over")
    await asyncio.sleep(0.1)
    print("main is over")


asyncio.run(main())
