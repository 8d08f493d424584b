# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""A connection is never closed."""

import asyncio


async def answer(reader, writer):
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    _, writer = await asyncio.open_connection(*address)
    server.close()
    print("is it closing?", writer.is_closing())
    #> is it closing? False


asyncio.run(main())
