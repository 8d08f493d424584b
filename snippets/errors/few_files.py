# /// script
# [tool.lab]
# clock = { use = "own", reason = "the lab's network in memory opens no files" }
# browser = { runs = false, reason = "a page sets no limit for open files" }
# ///
"""A hundred connections, ten of them at the same time."""

import asyncio
import resource
import socket

resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))


async def visit(address, places):
    async with places:
        _, writer = await asyncio.open_connection(*address)
        await asyncio.sleep(0.1)
        writer.close()


async def main():
    places = asyncio.Semaphore(10)
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        address = server.getsockname()
        visits = [visit(address, places) for _ in range(100)]
        await asyncio.gather(*visits)
    print("all visits are done")
    #> all visits are done


asyncio.run(main())
