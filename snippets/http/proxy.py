# /// script
# dependencies = ["aiohttp"]
# ///
"""A request goes to the proxy, with the whole address."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer


async def forward(request):  # plays the proxy
    print("proxy:", request.method, request.raw_path)
    #> proxy: GET http://example.com/prices
    print("proxy:", request.headers.get("Proxy-Authorization"))
    #> proxy: Basic YWRhOng=
    return web.Response(text="from example.com")


async def main():
    async with RawTestServer(forward) as proxy:
        url = proxy.make_url("/").with_user("ada").with_password("x")
        async with ClientSession() as session:
            async with session.get(
                "http://example.com/prices", proxy=url
            ) as response:
                print(response.status, await response.text())
                #> 200 from example.com


asyncio.run(main())
