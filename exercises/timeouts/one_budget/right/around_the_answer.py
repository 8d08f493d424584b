"""The block is outside, in a helper."""

import asyncio


async def step(name, seconds):
    await asyncio.sleep(seconds)
    print(name, "done")


async def work(steps):
    for one in steps.items():
        await step(*one)
    return "here it is"


async def answer(steps):
    result = "sorry, no time left"
    try:
        async with asyncio.timeout(0.5):
            result = await work(steps)
    except TimeoutError:
        pass
    print("answer:", result)


asyncio.run(answer({"log in": 0.2, "search": 0.2, "download": 0.4}))
