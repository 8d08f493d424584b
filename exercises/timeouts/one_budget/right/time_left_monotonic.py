"""The time that is left, measured with `time.monotonic`."""

import asyncio
import time


async def step(name, seconds, end):
    async with asyncio.timeout(end - time.monotonic()):
        await asyncio.sleep(seconds)  # stands in for work elsewhere
        print(name, "done")


async def answer(steps):
    end = time.monotonic() + 0.5
    try:
        for name, seconds in steps.items():
            await step(name, seconds, end)
        print("answer: here it is")
    except TimeoutError:
        print("answer: sorry, no time left")


asyncio.run(answer({"log in": 0.2, "search": 0.2, "download": 0.4}))
