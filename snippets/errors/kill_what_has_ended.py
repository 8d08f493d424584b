# /// script
# [tool.lab]
# masks = ["traceback"]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "it starts a process" }
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A process is killed after it has ended."""

import asyncio
import sys


async def main():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "print('hello')"
    )
    await process.wait()
    await asyncio.sleep(0.1)  # asyncio closes its side
    process.kill()


asyncio.run(main())
