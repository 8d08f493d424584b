"""What a program does with an error's number, by its name and as Linux writes it."""

import asyncio
import copy
import errno


async def cut_off(reader, writer):
    await reader.read(1)
    writer.transport.abort()


async def refused():
    try:
        await asyncio.open_connection("127.0.0.1", 9)
    except OSError as error:
        print(type(error).__name__, error, errno.errorcode[error.errno])
        print(error.errno == errno.ECONNREFUSED, error.errno == 111, error.errno != 111)
        print(f"{error.errno} {error.errno:>5} {error.errno!r}", error.errno in (104, 111))


async def main():
    await refused()
    async with await asyncio.start_server(cut_off, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        try:
            await asyncio.start_server(cut_off, "127.0.0.1", port)
        except OSError as error:
            print(type(error).__name__, error.errno == errno.EADDRINUSE, error.errno == 98)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"hello")
        try:
            while True:
                writer.write(b"more")
                await writer.drain()
                await asyncio.sleep(0.05)
        except ConnectionError as error:
            print(type(error).__name__, error)
    for name in ["ECONNRESET", "EPIPE", "ENOENT", "EAGAIN", "EMFILE"]:
        made = OSError(getattr(errno, name), "made by hand")
        print(repr(made), copy.copy(made))


asyncio.run(main())
