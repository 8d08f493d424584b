# /// script
# dependencies = ["aiohttp"]
# ///
"""Eight things that go wrong, and the error that each raises."""

import asyncio

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    resp = web.Response(text="not JSON")
    if request.path == "/broken":
        resp.set_status(500)
    if request.path == "/hangs":
        await asyncio.sleep(1)
    if request.path == "/cut":
        resp = web.StreamResponse(headers={"Content-Length": "100"})
        await resp.prepare(request)
        await resp.write(b"ten bytes.")
    if request.path in ("/cut", "/gone"):
        request.transport.close()
    return resp


async def main():
    async with RawTestServer(page) as server:
        here = server.make_url("/")
        urls = ["example.org", "http://no.invalid/", here.with_port(1)]
        for path in ("gone", "cut", "hangs", "broken", "text"):
            urls.append(here / path)
        limit = ClientTimeout(total=0.5)
        async with ClientSession(timeout=limit) as session:
            for url in urls:
                try:
                    async with session.get(url) as resp:
                        resp.raise_for_status()
                        await resp.json()
                except (ClientError, TimeoutError) as error:
                    print(type(error).__name__)


asyncio.run(main())
