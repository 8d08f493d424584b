"""The loop runs whatever is ready next: callback, socket or timer."""

import asyncio


async def answer(reader, writer):
    await asyncio.sleep(0.2)
    writer.write(b"hello from the network\n")
    writer.close()
    await writer.wait_closed()


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.3, print, "timer: 0.3 seconds are over")
    loop.call_later(0.1, print, "timer: 0.1 seconds are over")
    loop.call_soon(print, "callback: ready at once")
    print("main: all is set up, now I wait")

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(host, port)
        line = await reader.readline()
        print("socket:", line.decode().strip())
        writer.close()
        await writer.wait_closed()
    await asyncio.sleep(0.2)
    print("main: done")


asyncio.run(main())
