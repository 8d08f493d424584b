# /// script
# dependencies = ["aiohttp"]
# ///
"""Fetch many URLs: limits on all, on each host and on each request."""

import asyncio
from collections import defaultdict
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import RawTestServer


async def fetch(session, url, hosts, in_all):
    try:
        host = hosts[urlsplit(url).netloc]
        async with host, in_all, session.get(url) as resp:
            resp.raise_for_status()
            return await resp.text()
    except Exception as error:  # none may stop the others
        return error


async def fetch_all(urls, at_once=20, per_host=5):
    in_all = asyncio.Semaphore(at_once)
    hosts = defaultdict(lambda: asyncio.Semaphore(per_host))
    async with ClientSession(timeout=ClientTimeout(total=1)) as session:
        fetches = [fetch(session, url, hosts, in_all) for url in urls]
        return await asyncio.gather(*fetches)


async def page(request):
    await asyncio.sleep(0.1 if request.path == "/news" else 60)
    return web.Response(text="news")


async def main():
    async with RawTestServer(page) as server:
        news, shop = server.make_url("/news"), server.make_url("/shop")
        print(await fetch_all([str(news), str(shop)]))
        #> ['news', TimeoutError()]


asyncio.run(main())
