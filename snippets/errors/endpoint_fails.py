# /// script
# dependencies = ["uvicorn", "aiohttp"]
# [tool.lab]
# masks = ["traceback"]
# browser = { runs = false, reason = "uvicorn is not among the packages that the page has" }
# ///
"""An error in an endpoint ends the request, not the server."""

import asyncio

import uvicorn
from aiohttp import ClientSession


async def app(scope, receive, send):
    prices = {"lamp": 40}
    print(prices["chair"])


async def visit(port):
    async with ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}") as resp:
            print("visitor:", resp.status)


async def main():
    config = uvicorn.Config(
        app, port=0, lifespan="off", log_level="error", use_colors=False
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    [port] = [s.getsockname()[1] for s in server.servers[0].sockets]
    await visit(port)
    server.should_exit = True
    await serving


asyncio.run(main())
