# /// script
# dependencies = ["starlette", "httpx"]
# [tool.lab]
# browser = { runs = false, reason = "Starlette is not among the packages that the page has" }
# ///
"""The endpoint looks before it begins the response."""

import asyncio

import httpx
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse
from starlette.routing import Route


async def lines():
    yield "first\n"


async def page(request):
    if "name" not in request.query_params:
        raise HTTPException(404)
    return StreamingResponse(lines())


async def main():
    app = Starlette(routes=[Route("/", page)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://app"
    ) as client:
        response = await client.get("/")
        print(response.status_code)
        #> 404


asyncio.run(main())
