# /// script
# [tool.lab]
# clock = { use = "own", reason = "the lab's network in memory opens no files" }
# browser = { runs = false, reason = "a page sets no limit for open files" }
# ///
"""A hundred connections, where the system allows fifty open files."""

import asyncio
import resource
import socket

resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))


async def visit(address):
    _, writer = await asyncio.open_connection(*address)
    await asyncio.sleep(0.1)
    writer.close()


async def main():
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        address = server.getsockname()
        visits = [visit(address) for _ in range(100)]
        try:
            await asyncio.gather(*visits)
        except OSError as error:
            print(error)
            #> [Errno 24] Too many open files


asyncio.run(main())
