"""An async generator passes on each name as soon as it arrives."""

import asyncio
import time

PAGES = [["Ada", "Bob"], ["Cleo"], ["Dan", "Eve"]]


async def fetch(number):
    await asyncio.sleep(0.2)  # the page is on its way
    return PAGES[number]


async def all_names():
    for number in range(len(PAGES)):
        for name in await fetch(number):
            yield name


async def main():
    start = time.perf_counter()
    async for name in all_names():
        elapsed = time.perf_counter() - start
        print(f"{name} after {elapsed:.1f} s")


asyncio.run(main())
