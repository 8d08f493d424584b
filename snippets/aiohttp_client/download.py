# /// script
# dependencies = ["aiohttp"]
# ///
"""Save a large answer piece by piece, and show the progress."""

import asyncio
import tempfile

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

SIZE = 400_000


async def film(request):
    resp = web.StreamResponse(headers={"Content-Length": str(SIZE)})
    await resp.prepare(request)
    for _ in range(4):
        await asyncio.sleep(0.1)
        await resp.write(bytes(SIZE // 4))
    return resp


async def download(session, path, file):
    shown = 0
    async with session.get(path) as resp:
        resp.raise_for_status()
        size = resp.content_length
        async for piece in resp.content.iter_chunked(65536):
            file.write(piece)
            percent = 100 * file.tell() // size
            if percent >= shown + 25:
                shown = percent - percent % 25
                print(f"{shown} %")


async def main():
    async with RawTestServer(film) as server:
        async with ClientSession(server.make_url("/")) as session:
            with tempfile.TemporaryFile() as file:
                await download(session, "/film", file)
                print(file.tell())


asyncio.run(main())
