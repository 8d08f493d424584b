# /// script
# dependencies = ["aiohttp"]
# ///
"""A client speaks TLS to an aiohttp server that speaks HTTP."""

import asyncio

from aiohttp import web


async def serve():
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, runner.addresses[0][1]


async def main():
    runner, port = await serve()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"\x16\x03\x01\x02\x00\r\n\r\n")  # how TLS begins
    answer = await reader.read()
    print(answer.decode().splitlines()[-1])
    #> Received HTTPS traffic on an HTTP port
    writer.close()
    await runner.cleanup()


asyncio.run(main())
