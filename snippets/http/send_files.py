# /// script
# dependencies = ["aiohttp"]
# ///
"""Send a file as a field of a form."""

import asyncio
import tempfile
from pathlib import Path

from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestServer


async def send(path, url):
    with path.open("rb") as file:
        form = FormData()
        form.add_field("title", "A cat")
        form.add_field("photo", file)
        async with ClientSession() as session:
            async with session.post(url, data=form) as response:
                print(response.status)


async def receive(request):  # plays the server
    form = await request.post()
    photo = form["photo"]
    print(form["title"], photo.filename, photo.content_type)
    print(len(photo.file.read()), "bytes")
    return web.Response()


async def main():
    app = web.Application()
    app.router.add_post("/", receive)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cat.png")
        path.write_bytes(bytes(2000))
        async with TestServer(app) as server:
            await send(path, server.make_url("/"))


asyncio.run(main())
