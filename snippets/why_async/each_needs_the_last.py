"""When each question needs the previous answer, async gains nothing."""

import asyncio
import time


def ask(question):
    time.sleep(0.2)
    return f"the answer to ({question})"


async def ask_async(question):
    await asyncio.sleep(0.2)
    return f"the answer to ({question})"


def plain():
    customer = ask("who is calling?")
    return ask(f"what did {customer} order?")


async def by_async():
    customer = await ask_async("who is calling?")
    return await ask_async(f"what did {customer} order?")


start = time.perf_counter()
plain()
print(f"plain functions: {time.perf_counter() - start:.1f} s")

start = time.perf_counter()
asyncio.run(by_async())
print(f"async functions: {time.perf_counter() - start:.1f} s")
