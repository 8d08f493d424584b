"""The answer comes after 0.8 s."""

import asyncio


async def step(name, seconds):
    await asyncio.sleep(seconds)  # stands in for work elsewhere
    print(name, "done")


async def answer(steps):
    try:
        for name, seconds in steps.items():
            async with asyncio.timeout(0.5):
                await step(name, seconds)
        print("answer: here it is")
    except TimeoutError:
        print("answer: sorry, no time left")


asyncio.run(answer({"log in": 0.2, "search": 0.2, "download": 0.4}))
