# /// script
# [tool.lab]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""A plain function and its arguments are sent."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def double(number):
    return 2 * number


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1) as pool:
        print(await loop.run_in_executor(pool, double, 2))


if __name__ == "__main__":
    asyncio.run(main())
