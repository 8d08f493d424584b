# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Run another program, and wait for its output and its end."""

import asyncio
import sys


async def main():
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "print(6 * 7)",
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await child.communicate()
    print("output:", output)
    print("exit status:", child.returncode)


asyncio.run(main())
