"""A read that is cancelled loses nothing: the next one gets it all."""

import asyncio


async def answer(reader, writer):
    writer.write(b"good ")
    await asyncio.sleep(0.3)
    writer.write(b"morning\n")
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        try:
            async with asyncio.timeout(0.1):
                print(await reader.readline())
        except TimeoutError:
            print("not yet")
            #> not yet
        print(await reader.readline())
        #> b'good morning\n'
        writer.close()
        await writer.wait_closed()


asyncio.run(main())
