# /// script
# dependencies = ["aiohttp"]
# ///
"""A server sends an event whenever there is news."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

listeners = set()


async def events(request):
    resp = web.StreamResponse()
    resp.content_type = "text/event-stream"
    await resp.prepare(request)
    news = asyncio.Queue()
    listeners.add(news)
    try:
        while True:
            await resp.write(b"data: %s\n\n" % await news.get())
    finally:
        listeners.remove(news)
        print("listeners left:", len(listeners))


async def newsroom():
    for text in (b"rain", b"wind", b"sun"):
        await asyncio.sleep(0.1)
        for news in listeners:
            news.put_nowait(text)


async def main():
    server = RawTestServer(events)
    async with server, ClientSession() as session:
        writer = asyncio.create_task(newsroom(), name="newsroom")
        async with session.get(server.make_url("/")) as resp:
            for _ in range(2):
                print(await resp.content.readuntil(b"\n\n"))
        await writer


asyncio.run(main())
