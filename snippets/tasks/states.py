"""A task is pending, then done: returned, raised or cancelled."""

import asyncio


async def fetch(page, seconds):
    await asyncio.sleep(seconds)
    if page == "old":
        raise ValueError("no such page")
    return f"<{page}>"


def ask(method):
    try:
        return repr(method())
    except (Exception, asyncio.CancelledError) as error:
        return f"raises {type(error).__name__}"


def show(task):
    answers = [task.done(), ask(task.result), ask(task.exception)]
    print(task.get_name(), *answers, sep=" | ")


async def main():
    tasks = []
    for page, seconds in [("news", 0.1), ("old", 0.2), ("slow", 10)]:
        task = asyncio.create_task(fetch(page, seconds), name=page)
        tasks.append(task)
    print("name", "done()", "result()", "exception()", sep=" | ")
    show(tasks[0])
    await asyncio.sleep(0.3)
    tasks[2].cancel()
    await asyncio.sleep(0.1)
    for task in tasks:
        show(task)


asyncio.run(main())
