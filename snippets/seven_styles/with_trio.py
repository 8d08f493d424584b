# /// script
# dependencies = ["trio"]
# [tool.lab]
# clock = { use = "own", reason = "Trio has a loop of its own" }
# browser = { runs = false, reason = "Trio's loop asks the operating system, and a page has none" }
# recorder = { use = "trio", reason = "the tracer hears of asyncio's tasks only" }
# ///
"""With Trio's nursery, the model for `TaskGroup`."""

import time

import trio


async def check(page, seconds):
    try:
        await trio.sleep(seconds)
    except trio.Cancelled:
        print(f"{page}: stopped")
        raise
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


async def main():
    start = time.perf_counter()
    pages = [("news", 0.1), ("mail", 0.2), ("map", 1.0)]
    try:
        async with trio.open_nursery() as nursery:
            for page, seconds in pages:
                print(f"{page}: asked")
                nursery.start_soon(check, page, seconds)
    except* ConnectionError as group:
        [error] = group.exceptions
        print(f"{error}, after {time.perf_counter() - start:.1f} s")


trio.run(main)
