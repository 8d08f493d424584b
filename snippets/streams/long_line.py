"""A line of more than 64 KiB is an error, unless you allow it."""

import asyncio


async def show(reader, writer):
    await asyncio.sleep(0.1)  # until the line is here
    try:
        line = await reader.readline()
        print("server got", len(line), "bytes")
    except ValueError as error:
        print("ValueError:", error)
    writer.close()


async def send_line(length, **options):
    server = await asyncio.start_server(show, "127.0.0.1", 0, **options)
    async with server:
        address = server.sockets[0].getsockname()
        _, writer = await asyncio.open_connection(*address)
        writer.write(b"x" * length + b"\n")
        await asyncio.sleep(0.2)  # let the server read
        writer.close()


async def main():
    await send_line(60_000)
    await send_line(100_000)
    await send_line(1_000_000)
    await send_line(1_000_000, limit=2_000_000)


asyncio.run(main())
