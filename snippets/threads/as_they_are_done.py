# /// script
# [tool.lab]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Let processes compute, and take each result as it comes."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def compute_all(function, items, workers=2):
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(workers)
    calls = [
        loop.run_in_executor(pool, function, item) for item in items
    ]
    try:
        for call in asyncio.as_completed(calls):
            yield await call
    finally:
        for call in calls:
            call.cancel()  # if a worker hasn't been given it yet
        pool.shutdown(wait=False)


def digits_of_power(exponent):
    return len(str(7**exponent))


async def main():
    total = 0
    powers = [10, 100, 1000]
    async for digits in compute_all(digits_of_power, powers):
        total += digits
    print("digits in all:", total)


if __name__ == "__main__":
    asyncio.run(main())
