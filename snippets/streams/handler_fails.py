"""If a handler fails, asyncio reports it and cuts off the client."""

import asyncio


async def divide(reader, writer):
    line = await reader.readline()
    writer.write(f"{100 / int(line)}\n".encode())
    writer.close()


async def ask(number, address):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(f"{number}\n".encode())
    print(f"100 / {number} is", await reader.readline())
    writer.close()


def report(loop, context):
    print(context["message"], repr(context["exception"]), sep=": ")


async def main():
    asyncio.get_running_loop().set_exception_handler(report)
    server = await asyncio.start_server(divide, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        await ask(0, address)
        await ask(8, address)


asyncio.run(main())
