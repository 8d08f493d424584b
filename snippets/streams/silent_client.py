"""A client that says nothing for too long is disconnected."""

import asyncio


async def answer(reader, writer):
    try:
        while True:
            async with asyncio.timeout(0.3):
                line = await reader.readline()
            if not line:
                break
            writer.write(b"you said " + line)
    except TimeoutError:
        writer.write(b"too slow, goodbye\n")
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"hello\n")
        async for line in reader:
            print(line)
        writer.close()


asyncio.run(main())
