# /// script
# dependencies = ["anyio"]
# [tool.lab]
# dev_mode = { on = false, reason = "asyncio's debug mode tells of the child that is killed" }
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""With AnyIO: run a program with a deadline, and kill it at the end."""

import sys

import anyio


async def main():
    command = [sys.executable, "-c", "print(input())"]
    done = await anyio.run_process(command, input=b"tea")
    print(done.stdout)
    try:
        with anyio.fail_after(0.5):
            await anyio.run_process(["sleep", "60"])
    except TimeoutError:
        print("sleep: too late")


anyio.run(main)
