# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""How a program ended: its own status, a signal, or it never began."""

import asyncio
import sys


async def run(*command):
    try:
        child = await asyncio.create_subprocess_exec(*command)
    except (FileNotFoundError, PermissionError) as error:
        return type(error).__name__
    return await child.wait()


async def main():
    for code in [
        "pass",
        "import sys; sys.exit(3)",
        "import os; os.kill(os.getpid(), 15)",
    ]:
        print(await run(sys.executable, "-c", code))
    print(await run("no-such-program"))
    shell = await asyncio.create_subprocess_shell("exit 5")
    print("shell:", await shell.wait())


asyncio.run(main())
