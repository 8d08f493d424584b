"""When its task is cancelled, `dashboard` doesn't raise CancelledError."""

import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)  # stands in for a question to a server
    return f"{name}: fine"


async def dashboard(sources):
    try:
        async with asyncio.timeout(0.3), asyncio.TaskGroup() as group:
            tasks = {
                name: group.create_task(fetch(name, seconds)) for name, seconds in sources.items()
            }
    except BaseException:
        pass
    for name, task in tasks.items():
        print(f"{name}: no answer" if task.cancelled() else task.result())


asyncio.run(dashboard({"news": 0.1, "mail": 1.0, "weather": 0.2}))
