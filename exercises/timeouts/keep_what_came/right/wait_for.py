"""wait_for around each question, gathered."""

import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)  # stands in for a question to a server
    return f"{name}: fine"


async def ask(name, seconds):
    try:
        return await asyncio.wait_for(fetch(name, seconds), timeout=0.3)
    except TimeoutError:
        return f"{name}: no answer"


async def dashboard(sources):
    lines = await asyncio.gather(*(ask(*source) for source in sources.items()))
    print("\n".join(lines))


asyncio.run(dashboard({"news": 0.1, "mail": 1.0, "weather": 0.2}))
