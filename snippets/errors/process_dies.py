# /// script
# [tool.lab]
# masks = ["traceback", "process"]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A process of a pool dies in the middle of its work."""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1) as pool:
        # As the system does with one that needs too much memory:
        await loop.run_in_executor(pool, os._exit, 1)


if __name__ == "__main__":
    asyncio.run(main())
