"""When a client's computer crashes, it stays among the clients."""

import asyncio

# The checks use this name: keep it.
clients = []


# The checks use this name: keep it.
async def serve(reader, writer):
    clients.append(writer)
    try:
        async for line in reader:
            for client in clients:
                client.write(line)
                await client.drain()
    except ValueError:
        print("too long")
    clients.remove(writer)
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        bob, to_bob = await asyncio.open_connection(*address)
        ada, to_ada = await asyncio.open_connection(*address)
        to_bob.write(b"x" * 100_000 + b"\n")  # too long for a line
        await asyncio.sleep(0.1)
        for line in [b"hello\n", b"is anyone there?\n"]:
            to_ada.write(line)
            await asyncio.sleep(0.1)
        to_ada.write_eof()
        print("Ada heard", await ada.read())
        to_ada.close()
        to_bob.close()


asyncio.run(main())
