"""No line says "mail: no answer"."""

import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)  # stands in for a question to a server
    print(f"{name}: fine")


async def dashboard(sources):
    try:
        async with asyncio.timeout(0.3), asyncio.TaskGroup() as group:
            for name, seconds in sources.items():
                group.create_task(fetch(name, seconds))
    except TimeoutError:
        print("no answer")


asyncio.run(dashboard({"news": 0.1, "mail": 1.0, "weather": 0.2}))
