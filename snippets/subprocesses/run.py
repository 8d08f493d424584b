# /// script
# [tool.lab]
# lines = { most = 41, reason = "a recipe is whole: it kills what it has started" }
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Run a program with a deadline, and kill everything it started."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from subprocess import PIPE, CalledProcessError


async def run(*command, stdin=b""):
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
    )
    try:
        output, errors = await child.communicate(stdin)
    except BaseException:  # a cancellation, too
        with suppress(ProcessLookupError):  # all have just ended
            os.killpg(child.pid, signal.SIGKILL)
        with suppress(TimeoutError):  # a child in another session
            await asyncio.wait_for(child.communicate(), 1)
        raise
    if status := child.returncode:
        raise CalledProcessError(status, command, output, errors)
    return output


async def main():
    print(
        await run(sys.executable, "-c", "print(input())", stdin=b"tea")
    )
    try:
        async with asyncio.timeout(0.5):
            await run("sleep", "60")
    except TimeoutError:
        print("sleep: too late")


asyncio.run(main())
