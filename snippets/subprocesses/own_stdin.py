# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Read your program's own standard input, line by line, as it comes."""

import asyncio
import contextlib
import sys


@contextlib.asynccontextmanager
async def standard_input():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    try:
        yield reader
    finally:
        transport.close()


async def add_up():
    total = 0
    async with standard_input() as lines:
        async for line in lines:
            total += int(line)
    print("total:", total)


async def main():
    child = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "add", stdin=asyncio.subprocess.PIPE
    )
    await child.communicate(b"20\n21\n1\n")


asyncio.run(add_up() if sys.argv[1:] else main())
