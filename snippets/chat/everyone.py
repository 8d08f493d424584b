"""A chat: all clients hear what one of them says."""

import asyncio

clients = []


def broadcast(line):
    for writer in clients:
        writer.write(line)


async def serve(reader, writer):
    clients.append(writer)
    try:
        async for line in reader:
            broadcast(line)
    finally:
        clients.remove(writer)
        broadcast(b"someone has left\n")
        writer.close()


async def chat(name, pause, address):
    reader, writer = await asyncio.open_connection(*address)
    for word in ["hello", "bye"]:
        await asyncio.sleep(pause)
        writer.write(f"{name}: {word}\n".encode())
    writer.write_eof()
    print(name, "heard", (await reader.read()).decode().splitlines())
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    async with server, asyncio.TaskGroup() as group:
        group.create_task(chat("Ada", 0.2, address), name="Ada")
        group.create_task(chat("Bob", 0.5, address), name="Bob")


asyncio.run(main())
