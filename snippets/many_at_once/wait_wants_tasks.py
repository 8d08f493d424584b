"""`wait` takes tasks, and returns the same tasks, done."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def main():
    questions = [
        ask("mill", 0.2, 12),
        ask("market", 0.1, None),
    ]
    try:
        await asyncio.wait(questions)
    except TypeError as error:
        print("TypeError:", error)

    tasks = [asyncio.create_task(question) for question in questions]
    done, pending = await asyncio.wait(tasks)
    print(len(done), "done,", len(pending), "pending")
    for task in tasks:
        print(task.exception() or task.result())


asyncio.run(main())
