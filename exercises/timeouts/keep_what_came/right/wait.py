"""wait with a timeout."""

import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)  # stands in for a question to a server
    return f"{name}: fine"


async def dashboard(sources):
    tasks = {name: asyncio.create_task(fetch(name, seconds)) for name, seconds in sources.items()}
    await asyncio.wait(tasks.values(), timeout=0.3)
    for name, task in tasks.items():
        if task.done():
            print(task.result())
        else:
            task.cancel()
            print(f"{name}: no answer")


asyncio.run(dashboard({"news": 0.1, "mail": 1.0, "weather": 0.2}))
