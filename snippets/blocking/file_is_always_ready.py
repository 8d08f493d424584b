# /// script
# [tool.lab]
# clock = { use = "own", reason = "the lab's loop can't watch files either, but has other words" }
# browser = { runs = false, reason = "a page has no files that a loop could watch" }
# ///
"""The loop can wait for a socket, but not for a file."""

import asyncio
import socket
from pathlib import Path


async def main():
    loop = asyncio.get_running_loop()
    one, other = socket.socketpair()
    loop.add_reader(one, print, "never called")
    print("a socket can be watched")
    loop.remove_reader(one)
    one.close()
    other.close()
    with Path(__file__).open() as file:
        try:
            loop.add_reader(file, print, "never called")
        except PermissionError as error:
            print("a file:", error.strerror)


asyncio.run(main())
