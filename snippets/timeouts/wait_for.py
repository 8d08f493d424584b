"""`wait_for` limits one await. Up to Python 3.11, it made a task."""

import asyncio


async def runs_in(task):
    return asyncio.current_task() is task


async def main():
    task = asyncio.current_task()
    print("with await, in the same task:", await runs_in(task))
    answer = await asyncio.wait_for(runs_in(task), 0.2)
    print("with wait_for, in the same task:", answer)

    try:
        await asyncio.wait_for(asyncio.sleep(1), 0.2)
    except TimeoutError:
        print("TimeoutError after 0.2 seconds")
    old_name = asyncio.TimeoutError
    print("the old name is the same class:", old_name is TimeoutError)


asyncio.run(main())
