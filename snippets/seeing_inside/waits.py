# /// script
# [tool.lab]
# lines = { most = 43, reason = "a recipe is whole: it brings tasks that hang" }
# ///
"""Print for each task the chain of coroutines, and where it waits."""

import asyncio
import gc


def print_waits():
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in sorted(others, key=asyncio.Task.get_name):
        print(f"{task.get_name()}: {' > '.join(chain(task))}")


def chain(task):
    waits = task.get_coro()
    while hasattr(waits, "cr_frame"):
        step = waits.__qualname__
        if waits.cr_code.co_filename == __file__:
            step += f", line {waits.cr_frame.f_lineno}"
        yield step
        waits = waits.cr_await
        if type(waits).__name__ == "coroutine_wrapper":
            [waits] = gc.get_referents(waits)  # aiohttp's, for example


async def fetch(lock):
    async with lock:
        await asyncio.sleep(1)  # stands in for a request


async def both(first, second):
    async with first:
        await asyncio.sleep(0.1)
        await fetch(second)


async def main():
    one, two = asyncio.Lock(), asyncio.Lock()
    first = asyncio.create_task(both(one, two), name="first")
    second = asyncio.create_task(both(two, one), name="second")
    await asyncio.wait([first, second], timeout=1)
    print_waits()
    first.cancel()


asyncio.run(main())
