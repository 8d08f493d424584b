# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Ask a program that runs beside yours, and read its answers."""

import asyncio
import sys

CHILD = """
for line in iter(input, ""):  # until a line is empty
    print(int(line) ** 2, flush=True)
"""


async def main():
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        CHILD,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    for number in [3, 4]:
        child.stdin.write(f"{number}\n".encode())
        await child.stdin.drain()
        answer = await child.stdout.readline()
        print(number, "squared is", int(answer))
    child.stdin.write(b"\n")
    child.stdin.close()
    print("exit status:", await child.wait())


asyncio.run(main())
