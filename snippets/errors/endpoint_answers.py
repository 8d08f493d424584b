# /// script
# dependencies = ["uvicorn", "aiohttp"]
# [tool.lab]
# lines = { most = 48, reason = "it is a whole server and its client" }
# browser = { runs = false, reason = "uvicorn is not among the packages that the page has" }
# ///
"""An endpoint answers, even when it doesn't find what was asked for."""

import asyncio

import uvicorn
from aiohttp import ClientSession


async def app(scope, receive, send):
    prices = {"lamp": 40}
    status = 200 if "chair" in prices else 404
    start = {"type": "http.response.start", "status": status}
    await send(start)
    await send({"type": "http.response.body", "body": b""})


async def visit(port):
    async with ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}") as resp:
            print("visitor:", resp.status)
            #> visitor: 404


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
