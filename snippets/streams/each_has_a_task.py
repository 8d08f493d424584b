"""Each client has a task of its own in the server."""

import asyncio


async def answer(reader, writer):
    name = (await reader.readline()).decode().strip()
    asyncio.current_task().set_name(f"answer {name}")
    await asyncio.sleep(0.2)  # look something up
    writer.write(f"hello {name}\n".encode())
    writer.close()


async def ask(name, address):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(f"{name}\n".encode())
    print(await reader.readline())
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    async with server, asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob"]:
            group.create_task(ask(name, address), name=name)


asyncio.run(main())
