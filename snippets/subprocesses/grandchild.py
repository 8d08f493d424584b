# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Kill a child, and its own child holds on to the pipe."""

import asyncio

COMMAND = "sleep 3 & echo started; wait"


async def main():
    child = await asyncio.create_subprocess_shell(
        COMMAND, stdout=asyncio.subprocess.PIPE
    )
    print(await child.stdout.readline())
    child.kill()
    try:
        async with asyncio.timeout(1):
            await child.communicate()
    except TimeoutError:
        print("exit status:", child.returncode)
        print("still waiting for the pipe: sleep has it")
    await child.communicate()
    print("sleep has ended, and the pipe is closed")


asyncio.run(main())
