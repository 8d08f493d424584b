"""`write_eof` says "that's all", and you can still read."""

import asyncio


async def count(reader, writer):
    text = await reader.read()  # everything, up to the end
    writer.write(f"{len(text.split())} words\n".encode())
    writer.close()


async def main():
    server = await asyncio.start_server(count, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        for line in [b"to be or\n", b"not to be\n"]:
            writer.write(line)
            await asyncio.sleep(0.1)
        writer.write_eof()
        print(await reader.readline())
        writer.close()


asyncio.run(main())
