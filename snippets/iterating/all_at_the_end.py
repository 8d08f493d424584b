"""A list is all or nothing: the first name waits for the last page."""

import asyncio
import time

PAGES = [["Ada", "Bob"], ["Cleo"], ["Dan", "Eve"]]


async def fetch(number):
    await asyncio.sleep(0.2)  # the page is on its way
    return PAGES[number]


async def all_names():
    names = []
    for number in range(len(PAGES)):
        names += await fetch(number)
    return names


async def main():
    start = time.perf_counter()
    for name in await all_names():
        elapsed = time.perf_counter() - start
        print(f"{name} after {elapsed:.1f} s")


asyncio.run(main())
