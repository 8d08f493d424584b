# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""A timeout ends the wait for a child, not the child."""

import asyncio
import sys

CHILD = """
import time
time.sleep(0.6)
print("child: stored the result", flush=True)
"""


async def main():
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD
    )
    try:
        async with asyncio.timeout(0.2):
            await child.wait()
    except TimeoutError:
        print("main: gave up, status", child.returncode, flush=True)
    await asyncio.sleep(2)
    print("main: exit status", child.returncode)


asyncio.run(main())
