"""First the length, then that many bytes: any bytes can be sent."""

import asyncio


def send(writer, message):
    writer.write(len(message).to_bytes(4) + message)


async def receive(reader):
    length = int.from_bytes(await reader.readexactly(4))
    return await reader.readexactly(length)


async def show(reader, writer):
    try:
        while True:
            print("server got", await receive(reader))
    except asyncio.IncompleteReadError as error:
        print("the end, with", error.partial, "left over")
    writer.close()


async def main():
    server = await asyncio.start_server(show, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        _, writer = await asyncio.open_connection(*address)
        send(writer, b"two\nlines")
        send(writer, b"")
        writer.write(b"\x00\x00\x00\x09cut o")  # 5 of 9 bytes
        writer.close()
        await asyncio.sleep(0.1)  # let the server read


asyncio.run(main())
