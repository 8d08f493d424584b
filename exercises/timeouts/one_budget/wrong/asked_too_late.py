"""The answer comes after 0.8 s."""

import asyncio
import time


async def step(name, seconds):
    await asyncio.sleep(seconds)  # stands in for work elsewhere
    print(name, "done")


async def answer(steps):
    start = time.perf_counter()
    for name, seconds in steps.items():
        await step(name, seconds)
        if time.perf_counter() - start > 0.5:
            print("answer: sorry, no time left")
            return
    print("answer: here it is")


asyncio.run(answer({"log in": 0.2, "search": 0.2, "download": 0.4}))
