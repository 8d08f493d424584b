# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Read what another program prints, line by line, as it comes."""

import asyncio
import os
import sys

CHILD = """
import time
for number in [1, 2, 3]:
    print("step", number)
    time.sleep(0.2)
"""


async def read_lines(unbuffered):
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        CHILD,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )
    loop = asyncio.get_running_loop()
    times = []
    async for line in child.stdout:
        times.append(loop.time())
        print(line.decode().rstrip())
    print(f"first to last: {times[-1] - times[0]:.1f} s")
    await child.wait()


async def main():
    await read_lines(unbuffered="")
    await read_lines(unbuffered="1")


asyncio.run(main())
