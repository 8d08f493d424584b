# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 42, reason = "it has a session, a task and a server" }
# ///
"""An app that keeps a copy of the weather, and serves it."""

import asyncio

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

latest = {}


async def refresh(session):
    while True:
        try:
            async with session.get("/weather") as resp:
                resp.raise_for_status()
                latest["weather"] = await resp.json()
            latest.pop("error", None)
        except (ClientError, TimeoutError, ValueError):
            latest["error"] = "out of date"
        await asyncio.sleep(60)


async def keep_fresh(app):
    async with ClientSession("http://weather.invalid/") as session:
        task = asyncio.create_task(refresh(session))
        yield
        task.cancel()
        await asyncio.wait([task])


async def show(request):
    return web.json_response(latest)


async def main():
    app = web.Application()
    app.router.add_get("/", show)
    app.cleanup_ctx.append(keep_fresh)
    async with TestServer(app):
        await asyncio.sleep(1)
    print(latest)
    #> {'error': 'out of date'}


asyncio.run(main())
