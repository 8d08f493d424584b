# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Ask a child to stop; if it doesn't, kill it."""

import asyncio
import sys

POLITE = "print('ready', flush=True); input()"
STUBBORN = "import signal; signal.signal(15, print); " + POLITE


async def stop(child, patience=0.5):
    if child.returncode is None:
        child.terminate()
        try:
            async with asyncio.timeout(patience):
                await child.wait()
        except TimeoutError:
            child.kill()
    return await child.wait()


async def main():
    pipe = asyncio.subprocess.PIPE
    for name, code in [("polite", POLITE), ("stubborn", STUBBORN)]:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, stdin=pipe, stdout=pipe
        )
        await child.stdout.readline()
        print(name, "ended with", await stop(child))


asyncio.run(main())
