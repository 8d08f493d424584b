# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Start a child in a session of its own, and kill all of it."""

import asyncio
import os
import signal

COMMAND = "sleep 60 & echo started; wait"


async def main():
    child = await asyncio.create_subprocess_shell(
        COMMAND,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    print(await child.stdout.readline())
    os.killpg(child.pid, signal.SIGKILL)
    print("exit status:", await child.wait())
    print("rest:", await child.stdout.read())


asyncio.run(main())
