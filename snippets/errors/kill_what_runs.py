# /// script
# [tool.lab]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "it starts a process" }
# ///
"""The process is killed only if it's still running."""

import asyncio
import sys


async def main():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "print('hello')"
    )
    await process.wait()
    if process.returncode is None:
        process.kill()


asyncio.run(main())
