# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Read one pipe to its end first, and the other may fill up."""

import asyncio
import sys

CHILD = """
import sys
sys.stderr.write("warning\\n" * 100_000)
print("result")
"""


async def start():
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, stdout=pipe, stderr=pipe
    )


async def main():
    child = await start()
    try:
        async with asyncio.timeout(2):
            print(await child.stdout.read())
            print(len(await child.stderr.read()))
    except TimeoutError:
        print("one after the other: stuck")
    child.kill()
    await child.communicate()

    child = await start()
    output, errors = await child.communicate()
    print("both at once:", output.split(), len(errors))


asyncio.run(main())
