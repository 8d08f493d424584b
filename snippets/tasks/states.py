"""A task is pending, then done: it returned, raised or was cancelled."""

import asyncio


async def fetch(page, seconds):
    await asyncio.sleep(seconds)
    if page == "old":
        raise ValueError("no such page")
    return f"<{page}>"


def state(task):
    if not task.done():
        return "pending"
    if task.cancelled():
        return "done: was cancelled"
    if task.exception():
        return f"done: raised {task.exception()!r}"
    return f"done: returned {task.result()!r}"


async def main():
    tasks = []
    for page, seconds in [("news", 0.1), ("old", 0.2), ("slow", 10)]:
        task = asyncio.create_task(fetch(page, seconds), name=page)
        tasks.append(task)
        print(f"{page}: {state(task)}")
        #> news: pending
        #> old: pending
        #> slow: pending
    await asyncio.sleep(0.3)
    tasks[2].cancel()
    await asyncio.sleep(0.1)
    for task in tasks:
        print(f"{task.get_name()}: {state(task)}")
        #> news: done: returned '<news>'
        #> old: done: raised ValueError('no such page')
        #> slow: done: was cancelled


asyncio.run(main())
