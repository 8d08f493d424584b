# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""A name from outside becomes a command in a shell, but not in exec."""

import asyncio

name = "notes.txt; echo I am a command"


async def output_of(child):
    output, _ = await child.communicate()
    return output.decode().splitlines()


async def main():
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_shell(
        f"echo {name}", stdout=pipe
    )
    print("shell:", await output_of(child))
    child = await asyncio.create_subprocess_exec(
        "echo", name, stdout=pipe
    )
    print("exec:", await output_of(child))


asyncio.run(main())
