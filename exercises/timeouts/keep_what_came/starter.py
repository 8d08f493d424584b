"""Show what arrives within 0.3 s; for the rest, `mail: no answer`."""

import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)  # stands in for a question to a server
    return f"{name}: fine"


# The checks use this name: keep it.
async def dashboard(sources):
    try:
        async with asyncio.timeout(0.3), asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(fetch(name, seconds))
                for name, seconds in sources.items()
            ]
        for task in tasks:
            print(task.result())
    except TimeoutError:
        print("no answer")


asyncio.run(dashboard({"news": 0.1, "mail": 1.0, "weather": 0.2}))
