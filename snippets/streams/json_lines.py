"""Objects over a stream: JSON, one object on each line."""

import asyncio
import json


async def send(writer, message):
    writer.write(json.dumps(message).encode() + b"\n")
    await writer.drain()


async def messages(reader):
    async for line in reader:
        if not line.endswith(b"\n"):
            raise ConnectionError("the last message was cut off")
        yield json.loads(line)


async def add(reader, writer):
    try:
        async for message in messages(reader):
            await send(writer, {"sum": sum(message["add"])})
    except (ConnectionError, ValueError, KeyError, TypeError) as error:
        print("server:", type(error).__name__)
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(add, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        for message in [{"add": [1, 2]}, {"add": []}, {"subtract": 1}]:
            await send(writer, message)
        async for message in messages(reader):
            print("client:", message)
        writer.close()


asyncio.run(main())
