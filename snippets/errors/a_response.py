# /// script
# dependencies = ["starlette", "httpx"]
# [tool.lab]
# browser = { runs = false, reason = "Starlette is not among the packages that the page has" }
# ///
"""The app behind the middleware sends an answer."""

import asyncio

import httpx
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import PlainTextResponse


async def app(scope, receive, send):
    await PlainTextResponse("hello")(scope, receive, send)


async def pass_on(request, call_next):
    return await call_next(request)


async def main():
    guarded = BaseHTTPMiddleware(app, dispatch=pass_on)
    transport = httpx.ASGITransport(guarded)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://app"
    ) as client:
        response = await client.get("/")
        print(response.text)
        #> hello


asyncio.run(main())
