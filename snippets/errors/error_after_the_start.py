# /// script
# dependencies = ["starlette", "httpx"]
# [tool.lab]
# browser = { runs = false, reason = "Starlette is not among the packages that the page has" }
# ///
"""A stream fails after its response has begun."""

import asyncio

import httpx
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse
from starlette.routing import Route


async def lines():
    yield "first\n"
    raise HTTPException(404)


async def page(request):
    return StreamingResponse(lines())


async def main():
    app = Starlette(routes=[Route("/", page)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://app"
    ) as client:
        try:
            await client.get("/")
        except RuntimeError as error:
            print("RuntimeError:", error)


asyncio.run(main())
