"""wait_for around all the steps."""

import asyncio


async def step(name, seconds):
    await asyncio.sleep(seconds)
    print(name, "done")


async def answer(steps):
    async def all_steps():
        for name, seconds in steps.items():
            await step(name, seconds)

    try:
        await asyncio.wait_for(all_steps(), 0.5)
        print("answer: here it is")
    except TimeoutError:
        print("answer: sorry, no time left")


asyncio.run(answer({"log in": 0.2, "search": 0.2, "download": 0.4}))
