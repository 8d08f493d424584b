# /// script
# dependencies = ["aiohttp"]
# ///
"""A session belongs to the loop it was made in."""

import asyncio

from aiohttp import ClientSession


async def make_session():
    return ClientSession("http://localhost/")


async def fetch(session):
    try:
        async with session.get("/") as resp:
            return await resp.text()
    except RuntimeError as error:
        return f"RuntimeError: {error}"


with asyncio.Runner() as first:
    session = first.run(make_session())
    with asyncio.Runner() as second:
        print(second.run(fetch(session)))
    first.run(session.close())

session = asyncio.run(make_session())
print(asyncio.run(fetch(session)))
asyncio.run(session.close())
