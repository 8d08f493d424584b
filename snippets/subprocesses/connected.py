# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Connect two programs: the output of one is the input of the other."""

import asyncio
import os
from asyncio.subprocess import PIPE


async def main():
    read_end, write_end = os.pipe()
    printing = await asyncio.create_subprocess_exec(
        "printf", "tea\nmilk\nbread\n", stdout=write_end
    )
    os.close(write_end)  # or the second never sees the end
    sorting = await asyncio.create_subprocess_exec(
        "sort", stdin=read_end, stdout=PIPE
    )
    os.close(read_end)  # or the first never learns that nobody reads
    output, _ = await sorting.communicate()
    print(output.decode().split())
    print(await printing.wait(), sorting.returncode)


asyncio.run(main())
