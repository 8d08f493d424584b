# /// script
# dependencies = ["aiohttp"]
# ///
"""A large file arrives: read whole, and read piece by piece."""

import asyncio
import io

from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestServer

MIB = 1024**2


async def whole(request):
    return web.Response(text=f"{len(await request.read())} bytes")


async def in_pieces(request):
    size = 0
    async for part in await request.multipart():
        while piece := await part.read_chunk(65536):
            size += len(piece)
            if size > 5 * MIB:
                raise web.HTTPRequestEntityTooLarge(5 * MIB, size)
        print("file:", part.filename)
    return web.Response(text=f"{size} bytes")


async def main():
    app = web.Application()
    app.router.add_post("/whole", whole)
    app.router.add_post("/pieces", in_pieces)
    async with TestServer(app) as server, ClientSession() as session:
        for path, size in ("/whole", 2), ("/pieces", 2), ("/pieces", 8):
            form = FormData()
            photo = io.BytesIO(bytes(size * MIB))
            form.add_field("photo", photo, filename="cat.png")
            url = server.make_url(path)
            async with session.post(url, data=form) as resp:
                print(path, size, "MiB:", resp.status)


asyncio.run(main())
