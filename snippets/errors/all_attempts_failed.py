# /// script
# dependencies = ["httpx"]
# [tool.lab]
# browser = { runs = false, reason = "httpx is not among the packages that the page has" }
# ///
"""httpx finds no server at the address."""

import asyncio

import httpx


async def main():
    async with httpx.AsyncClient() as client:
        try:
            await client.get("http://127.0.0.1:8765/")
        except httpx.ConnectError as error:
            print("ConnectError:", error)
            #> ConnectError: All connection attempts failed


asyncio.run(main())
