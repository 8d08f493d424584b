"""`close` stops new clients; `wait_closed` waits for the others."""

import asyncio
import time


async def echo(reader, writer):
    async for line in reader:
        writer.write(line)
    writer.close()


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    server.close()
    try:
        await asyncio.open_connection(*address)
    except ConnectionRefusedError:
        print("no new clients")

    writer.write(b"still here\n")
    print(await reader.readline())

    start = time.perf_counter()
    asyncio.get_running_loop().call_later(0.3, writer.close)
    await server.wait_closed()
    print(f"closed after {time.perf_counter() - start:.1f} s")
    await asyncio.sleep(0.4)


asyncio.run(main())
