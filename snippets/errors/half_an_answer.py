# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""The other side hangs up in the middle of an answer."""

import asyncio


async def answer(reader, writer):
    writer.write(b"12345")
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        try:
            await reader.readexactly(10)
        finally:
            writer.close()


asyncio.run(main())
