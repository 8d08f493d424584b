# /// script
# dependencies = ["aiohttp"]
# ///
"""A session made before the loop runs, and one made inside main."""

import asyncio

from aiohttp import ClientSession

try:
    session = ClientSession()
except RuntimeError as error:
    print("outside:", error)
    #> outside: no running event loop


async def main():
    async with ClientSession() as session:
        print("inside: closed is", session.closed)
        #> inside: closed is False


asyncio.run(main())
