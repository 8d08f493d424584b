# /// script
# [tool.lab]
# masks = ["traceback"]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A coroutine is sent to another process."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def double(number):
    return 2 * number


async def main():
    loop = asyncio.get_running_loop()
    coroutine = double(2)
    with ProcessPoolExecutor(1) as pool:
        try:
            await loop.run_in_executor(pool, print, coroutine)
        finally:
            coroutine.close()


if __name__ == "__main__":
    asyncio.run(main())
