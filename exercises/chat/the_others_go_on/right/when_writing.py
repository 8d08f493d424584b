"""Forget a client at the first sign that it is gone."""

import asyncio
from contextlib import suppress

# The checks use this name: keep it.
clients = []


def forget(writer):
    if writer in clients:
        clients.remove(writer)
    writer.close()


async def tell(client, line):
    try:
        client.write(line)
        await client.drain()
    except ConnectionError:
        forget(client)


# The checks use this name: keep it.
async def serve(reader, writer):
    clients.append(writer)
    with suppress(ConnectionError, ValueError):
        async for line in reader:
            await asyncio.gather(*[tell(client, line) for client in clients])
    forget(writer)


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
