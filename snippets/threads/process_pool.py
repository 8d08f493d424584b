# /// script
# [tool.lab]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Other processes compute, and the loop keeps running."""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor


def largest_prime(below):
    number = below - 1
    while not all(number % other for other in range(2, number)):
        number -= 1
    return number, os.getpid()


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=2) as pool:
        calls = [
            loop.run_in_executor(pool, largest_prime, below)
            for below in [1000, 2000, 3000]
        ]
        results = await asyncio.gather(*calls)
    print("primes:", [prime for prime, _ in results])
    print("here:", os.getpid() in [process for _, process in results])


if __name__ == "__main__":
    asyncio.run(main())
