# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""Two tasks read from one stream."""

import asyncio


async def answer(reader, writer):
    await asyncio.sleep(0.1)
    writer.write(b"one\ntwo\n")
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        try:
            await asyncio.gather(reader.readline(), reader.readline())
        finally:
            await asyncio.sleep(0.2)  # the server writes its lines
            writer.close()


asyncio.run(main())
