# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""With AnyIO: Trio's ideas, on asyncio's loop or on Trio's."""

import time

import anyio


async def check(page, seconds):
    print(f"{page}: asked")
    try:
        await anyio.sleep(seconds)
    except anyio.get_cancelled_exc_class():
        print(f"{page}: stopped")
        raise
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


async def main():
    start = time.perf_counter()
    pages = [("news", 0.1), ("mail", 0.2), ("map", 1.0)]
    try:
        async with anyio.create_task_group() as group:
            for page, seconds in pages:
                group.start_soon(check, page, seconds)
    except* ConnectionError as group:
        [error] = group.exceptions
        print(f"{error}, after {time.perf_counter() - start:.1f} s")


anyio.run(main)
