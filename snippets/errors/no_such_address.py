# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""An address without a scheme isn't a URL."""

import asyncio

import aiohttp


async def main():
    async with aiohttp.ClientSession() as session:
        await session.get("example.org/page")


asyncio.run(main())
