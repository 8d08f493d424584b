"""A plain wrapper only measures how long making a coroutine takes."""

import asyncio
import functools
import time


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = function(*args, **kwargs)
        seconds = time.perf_counter() - start
        print(f"{function.__name__}: {seconds:.1f} s")
        #> fetch: 0.0 s
        return result

    return wrapper


@timed
async def fetch(page):
    await asyncio.sleep(0.2)  # the server takes its time
    return f"page {page}"


async def main():
    print(await fetch("home"))
    #> page home


asyncio.run(main())
