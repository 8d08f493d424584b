"""A decorator for async functions: its wrapper is one, too."""

import asyncio
import functools
import time


def timed(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return await function(*args, **kwargs)
        finally:
            seconds = time.perf_counter() - start
            print(f"{function.__name__}: {seconds:.1f} s")

    return wrapper


@timed
async def fetch(page):
    await asyncio.sleep(0.2)  # the server takes its time
    return f"page {page}"


async def main():
    print(await fetch("home"))


asyncio.run(main())
