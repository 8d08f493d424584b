"""Servers for claims about aiohttp."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web
from aiohttp.test_utils import RawTestServer, TestServer

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
LARGE = 1_000_000
"""More bytes than aiohttp keeps of an answer that nothing reads."""


@asynccontextmanager
async def asking(
    handler: Handler, *, limit: int = 100, timeout: ClientTimeout | None = None
) -> AsyncIterator[ClientSession]:
    """Serve with one handler; give a session whose base is that server.

    Args:
        handler: Gets each request.
        limit: How many connections the session may have.
        timeout: The session's, if not the usual one.
    """
    async with RawTestServer(handler) as server:
        url = server.make_url("/")
        connector = TCPConnector(limit=limit)
        usual = ClientTimeout(total=300, sock_connect=30)
        async with ClientSession(url, connector=connector, timeout=timeout or usual) as session:
            yield session


@asynccontextmanager
async def browsing(app: web.Application) -> AsyncIterator[ClientSession]:
    """Serve an app; give a session whose base is that server."""
    async with TestServer(app) as server, ClientSession(server.make_url("/")) as session:
        yield session


async def takes(seconds: float, work: Awaitable[object]) -> bool:
    """Whether a piece of work is still going on after some seconds, and so was given up."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        return True
    return False
