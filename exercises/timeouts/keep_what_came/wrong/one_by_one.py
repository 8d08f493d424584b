"""It takes 0.6 s until everything is shown."""

import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)  # stands in for a question to a server
    return f"{name}: fine"


async def dashboard(sources):
    for name, seconds in sources.items():
        try:
            print(await asyncio.wait_for(fetch(name, seconds), 0.3))
        except TimeoutError:
            print(f"{name}: no answer")


asyncio.run(dashboard({"news": 0.1, "mail": 1.0, "weather": 0.2}))
