"""Answer after 0.5 seconds at the latest, whatever the steps take."""

import asyncio


async def step(name, seconds):
    async with asyncio.timeout(0.5):
        await asyncio.sleep(seconds)  # stands in for work elsewhere
        print(name, "done")


# The checks use this name: keep it.
async def answer(steps):
    try:
        for name, seconds in steps.items():
            await step(name, seconds)
        print("answer: here it is")
    except TimeoutError:
        print("answer: sorry, no time left")


asyncio.run(answer({"log in": 0.2, "search": 0.2, "download": 0.4}))
