# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""Work is handed to a pool of threads that is closed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        pass
    await loop.run_in_executor(pool, print, "hello")


asyncio.run(main())
