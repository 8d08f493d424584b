"""With a `TaskGroup`: one failure stops the rest."""

import asyncio
import time


async def check(page, seconds):
    print(f"{page}: asked")
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print(f"{page}: stopped")
        raise
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


async def main():
    start = time.perf_counter()
    pages = [("news", 0.1), ("mail", 0.2), ("map", 1.0)]
    try:
        async with asyncio.TaskGroup() as group:
            for page in pages:
                group.create_task(check(*page))
    except* ConnectionError as group:
        [error] = group.exceptions
        print(f"{error}, after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
