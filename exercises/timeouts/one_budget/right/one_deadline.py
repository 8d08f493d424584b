"""Each step gets the same deadline."""

import asyncio


async def step(name, seconds, deadline):
    async with asyncio.timeout_at(deadline):
        await asyncio.sleep(seconds)  # stands in for work elsewhere
        print(name, "done")


async def answer(steps):
    deadline = asyncio.get_running_loop().time() + 0.5
    try:
        for name, seconds in steps.items():
            await step(name, seconds, deadline)
        print("answer: here it is")
    except TimeoutError:
        print("answer: sorry, no time left")


asyncio.run(answer({"log in": 0.2, "search": 0.2, "download": 0.4}))
