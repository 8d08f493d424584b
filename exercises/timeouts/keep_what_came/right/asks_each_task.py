"""The result of each task, or its CancelledError."""

import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)  # stands in for a question to a server
    return f"{name}: fine"


async def dashboard(sources):
    try:
        async with asyncio.timeout(0.3), asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(name, seconds)) for name, seconds in sources.items()]
    except TimeoutError:
        pass
    for name, task in zip(sources, tasks):
        try:
            print(task.result())
        except asyncio.CancelledError:
            print(f"{name}: no answer")


asyncio.run(dashboard({"news": 0.1, "mail": 1.0, "weather": 0.2}))
