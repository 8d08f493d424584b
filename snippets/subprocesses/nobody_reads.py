# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""The child fills a pipe that nobody reads, and both wait forever."""

import asyncio
import sys

CHILD = "print('x' * 1_000_000)"


async def main():
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(2):
            print("exit status:", await child.wait())
    except TimeoutError:
        print("still running after 2 s")
    output, _ = await child.communicate()
    print("read", len(output), "bytes")
    print("exit status:", child.returncode)


asyncio.run(main())
