# /// script
# dependencies = ["aiohttp"]
# ///
"""A folder is served: a file, part of it, and an attempt to get out."""

import asyncio
import tempfile
from pathlib import Path

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "public"
        folder.mkdir()
        (folder / "story.txt").write_text("Once upon a time")
        (Path(name) / "secret.txt").write_text("the password")
        app = web.Application()
        app.router.add_static("/files", folder)
        server = TestServer(app)
        async with server, ClientSession() as session:
            url = server.make_url("/files/")
            story = url / "story.txt"
            async with session.get(story) as resp:
                print(resp.status, await resp.text())
                #> 200 Once upon a time
            part = {"Range": "bytes=5-8"}
            async with session.get(story, headers=part) as resp:
                print(resp.status, await resp.text())
                #> 206 upon
            way_out = url.joinpath("..%2Fsecret.txt", encoded=True)
            async with session.get(way_out) as resp:
                print(resp.status, resp.reason)
                #> 404 Not Found


asyncio.run(main())
