# /// script
# [tool.lab]
# lines = { most = 48, reason = "a recipe is whole: it kills what it has started" }
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Read both pipes as they come, and say which one a line is from."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress

CHILD = "import sys; print('row'); print('careful', file=sys.stderr)"


async def run(*command, on_line):
    child = await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=PIPE, start_new_session=True
    )

    async def read(name, pipe):
        async for line in pipe:
            on_line(name, line.decode(errors="replace").rstrip())

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(read("out", child.stdout))
            group.create_task(read("err", child.stderr))
        return await child.wait()
    except BaseException:  # a cancellation, too
        with suppress(ProcessLookupError):  # all have just ended
            os.killpg(child.pid, signal.SIGKILL)
        with suppress(TimeoutError):  # a child in another session
            await asyncio.wait_for(child.communicate(), 1)
        raise


async def main():
    lines = []
    command = [sys.executable, "-c", CHILD]
    code = await run(
        *command, on_line=lambda name, line: lines.append((name, line))
    )
    print("exit status:", code)
    for name, line in sorted(lines):
        print(name, line)


asyncio.run(main())
