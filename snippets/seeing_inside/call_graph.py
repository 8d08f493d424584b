# /// script
# requires-python = ">=3.14"
# [tool.lab]
# masks = ["folder", "address"]
# ///
"""Ask a task for its call graph: what it awaits, and who awaits it."""

import asyncio
import sys


async def fetch(answer):
    return await answer


async def show(answer):
    print(await fetch(answer))


async def page(answer):
    await asyncio.create_task(show(answer), name="show")


async def main():
    asyncio.current_task().set_name("main")
    answer = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as group:
        group.create_task(page(answer), name="page")
        await asyncio.sleep(0.1)
        for task in asyncio.all_tasks():
            if task.get_name() == "show":
                asyncio.print_call_graph(task, file=sys.stdout)
        answer.set_result("here I am")


asyncio.run(main())
