# /// script
# dependencies = ["aiohttp"]
# ///
"""A timeout of your own replaces all the limits of the session."""

import asyncio

from aiohttp import ClientSession, ClientTimeout


async def main():
    mine = ClientTimeout(connect=5)
    async with ClientSession() as session:
        print(session.timeout.total, session.timeout.sock_connect)
        #> 300 30
    async with ClientSession(timeout=mine) as session:
        print(session.timeout.total, session.timeout.sock_connect)
        #> None None


asyncio.run(main())
