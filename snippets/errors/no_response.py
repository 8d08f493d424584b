# /// script
# dependencies = ["starlette", "httpx"]
# [tool.lab]
# browser = { runs = false, reason = "Starlette is not among the packages that the page has" }
# ///
"""A middleware waits for an answer that its app doesn't send."""

import asyncio

import httpx
from starlette.middleware.base import BaseHTTPMiddleware


async def app(scope, receive, send):
    await receive()


async def pass_on(request, call_next):
    return await call_next(request)


async def main():
    guarded = BaseHTTPMiddleware(app, dispatch=pass_on)
    transport = httpx.ASGITransport(guarded)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://app"
    ) as client:
        try:
            await client.get("/")
        except RuntimeError as error:
            print("RuntimeError:", error)
            #> RuntimeError: No response returned.


asyncio.run(main())
