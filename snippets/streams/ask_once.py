# /// script
# [tool.lab]
# lines = { most = 43, reason = "the server has four ways to answer" }
# ///
"""Ask one question, with a limit, and close the connection."""

import asyncio

ERRORS = OSError, EOFError, asyncio.LimitOverrunError


async def ask(address, question, seconds):
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_connection(*address)
        try:
            writer.write(question.encode() + b"\n")
            await writer.drain()
            answer = await reader.readuntil(b"\n")
            return answer.decode().strip()
        finally:
            writer.close()


async def answer(reader, writer):
    question = await reader.readline()
    if question == b"why?\n":
        await asyncio.sleep(0.6)  # let me think
    if question == b"all of it?\n":
        writer.write(b"x" * 100_000)
    if question != b"who are you?\n":
        writer.write(b"because\n")
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        for question in "how?", "who are you?", "all of it?", "why?":
            try:
                print(question, await ask(address, question, 0.5))
            except ERRORS as error:
                print(question, type(error).__name__)
        await asyncio.sleep(0.2)  # let the server finish


asyncio.run(main())
