# /// script
# dependencies = ["aiohttp"]
# ///
"""A slow server takes all connections, unless each host has a limit."""

import asyncio
import time

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import RawTestServer


async def slow(request):
    await asyncio.sleep(0.6)
    return web.Response()


async def quick(request):
    return web.Response()


async def fetch(session, url):
    async with session.get(url):
        return time.perf_counter()


async def news_after(urls, **limits):
    begin = time.perf_counter()
    connector = TCPConnector(limit=3, **limits)
    async with ClientSession(connector=connector) as session:
        times = await asyncio.gather(*[fetch(session, u) for u in urls])
    return f"{times[-1] - begin:.1f} s"


async def main():
    shop, news = RawTestServer(slow), RawTestServer(quick)
    async with shop, news:
        urls = [shop.make_url("/")] * 3 + [news.make_url("/")]
        print(await news_after(urls))
        #> 0.6 s
        print(await news_after(urls, limit_per_host=2))
        #> 0.0 s


asyncio.run(main())
