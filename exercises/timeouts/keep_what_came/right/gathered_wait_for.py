"""Gathered, each with a timeout of its own."""

import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)  # stands in for a question to a server
    return f"{name}: fine"


async def dashboard(sources):
    answers = await asyncio.gather(
        *[asyncio.wait_for(fetch(*source), 0.3) for source in sources.items()],
        return_exceptions=True,
    )
    for name, answer in zip(sources, answers):
        if isinstance(answer, TimeoutError):
            print(f"{name}: no answer")
        else:
            print(answer)


asyncio.run(dashboard({"news": 0.1, "mail": 1.0, "weather": 0.2}))
