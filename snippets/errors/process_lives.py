# /// script
# [tool.lab]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""The process stays alive until its work is done."""

import asyncio
import math
from concurrent.futures import ProcessPoolExecutor


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1) as pool:
        print(await loop.run_in_executor(pool, math.factorial, 5))


if __name__ == "__main__":
    asyncio.run(main())
