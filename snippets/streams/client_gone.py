"""The client has left. When does the server notice?"""

import asyncio


async def count(reader, writer):
    try:
        for number in range(1, 100):
            writer.write(f"{number}\n".encode())
            await writer.drain()
            print("sent", number)
            await asyncio.sleep(0.1)
    except ConnectionError as error:
        print("server:", type(error).__name__)
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(count, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        print("client got", await reader.readline())
        writer.close()
        await writer.wait_closed()
        print("client has left")
        await asyncio.sleep(0.5)


asyncio.run(main())
