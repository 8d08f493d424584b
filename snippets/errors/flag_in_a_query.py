# /// script
# dependencies = ["aiohttp"]
# ///
"""aiohttp puts no `True` into an address."""

import asyncio

import aiohttp


async def main():
    async with aiohttp.ClientSession() as session:
        try:
            await session.get(
                "http://127.0.0.1:8765/", params={"sold": True}
            )
        except TypeError as error:
            print("TypeError:", error)


asyncio.run(main())
