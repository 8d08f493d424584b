# /// script
# dependencies = ["aiohttp"]
# ///
"""Fetch many pages with one session."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer

SILENCE = ClientTimeout(total=None, sock_connect=10, sock_read=10)


async def fetch(session, path):
    async with session.get(path) as resp:
        resp.raise_for_status()
        return await resp.text()


async def fetch_all(site, paths):
    tasks = {}
    async with ClientSession(site, timeout=SILENCE) as session:
        async with asyncio.TaskGroup() as group:
            for path in paths:
                tasks[path] = group.create_task(fetch(session, path))
    return {path: task.result() for path, task in tasks.items()}


async def page(request):  # plays the server
    return web.Response(text=f"This is {request.path}.")


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        print(await fetch_all(server.make_url("/"), ["/a", "/b"]))
        #> {'/a': 'This is /a.', '/b': 'This is /b.'}


asyncio.run(main())
