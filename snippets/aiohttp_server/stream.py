# /// script
# dependencies = ["aiohttp"]
# ///
"""An answer is written line by line, and read while it is written."""

import asyncio
import time

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer


async def count(request):
    resp = web.StreamResponse()
    resp.content_type = "text/plain"
    await resp.prepare(request)
    for number in range(1, 4):
        await asyncio.sleep(0.2)
        await resp.write(f"line {number}\n".encode())
    return resp


async def main():
    begin = time.monotonic()

    def seen(what):
        print(f"{what} after {time.monotonic() - begin:.1f} s")

    server = RawTestServer(count)
    async with server, ClientSession() as session:
        async with session.get(server.make_url("/")) as resp:
            seen(f"status {resp.status}")
            async for line in resp.content:
                seen(line.decode().strip())


asyncio.run(main())
