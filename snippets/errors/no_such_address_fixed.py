# /// script
# dependencies = ["aiohttp", "yarl"]
# ///
"""The scheme of each address is checked first."""

import asyncio

import aiohttp
from yarl import URL


async def main():
    async with aiohttp.ClientSession():
        address = URL("example.org/page")
        if address.scheme not in ("http", "https"):
            print("write https:// in front of", address)
            #> write https:// in front of example.org/page


asyncio.run(main())
