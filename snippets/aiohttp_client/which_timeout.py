# /// script
# dependencies = ["aiohttp"]
# ///
"""Four ways of being slow, and the limits of 0.3 s that end each."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web
from aiohttp.test_utils import RawTestServer

LIMITS = "total", "connect", "sock_connect", "sock_read"
PAUSES = {"/late": [0.5], "/pause": [0, 0.5], "/steady": [0.2] * 3}


async def page(request):
    resp = web.StreamResponse()
    for pause in PAUSES.get(request.path, [0.2, 0.2]):
        await asyncio.sleep(pause)
        await resp.prepare(request)
        await resp.write(b"piece")
    return resp


async def fetch(session, url, limits):
    timeout = ClientTimeout(**limits)
    try:
        async with session.get(url, timeout=timeout) as resp:
            await resp.read()
    except TimeoutError as error:
        print(url.path, *limits, type(error).__name__)


async def main():
    async with RawTestServer(page) as server:
        for path in ("/queued", "/late", "/pause", "/steady"):
            for limit in LIMITS:
                session = ClientSession(connector=TCPConnector(limit=1))
                async with session, asyncio.TaskGroup() as group:
                    url = server.make_url(path)
                    if path == "/queued":  # behind another request
                        group.create_task(fetch(session, url, {}))
                    group.create_task(fetch(session, url, {limit: 0.3}))


asyncio.run(main())
