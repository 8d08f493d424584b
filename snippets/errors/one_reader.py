"""One task reads, one line after the other."""

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
        async for line in reader:
            print(line)
            #> b'one\n'
            #> b'two\n'
        writer.close()


asyncio.run(main())
