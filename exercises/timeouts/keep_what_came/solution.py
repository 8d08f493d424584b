"""Show what arrives within 0.3 s; for the rest, `mail: no answer`."""

import asyncio


async def fetch(name, seconds):
    try:
        async with asyncio.timeout(0.3):
            await asyncio.sleep(seconds)
            return f"{name}: fine"
    except TimeoutError:
        return f"{name}: no answer"


# The checks use this name: keep it.
async def dashboard(sources):
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(fetch(name, seconds))
            for name, seconds in sources.items()
        ]
    for task in tasks:
        print(task.result())


asyncio.run(dashboard({"news": 0.1, "mail": 1.0, "weather": 0.2}))
