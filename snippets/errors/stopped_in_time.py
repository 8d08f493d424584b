# /// script
# dependencies = ["uvicorn", "aiohttp"]
# [tool.lab]
# lines = { most = 52, reason = "it is a whole server and its client" }
# browser = { runs = false, reason = "uvicorn is not among the packages that the page has" }
# ///
"""A server stops when its last request is done."""

import asyncio

import uvicorn
from aiohttp import ClientSession


async def app(scope, receive, send):
    await asyncio.sleep(0.5)
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": b"done"})


async def visit(port):
    async with ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}") as resp:
            print("visitor:", resp.status)
            #> visitor: 200


async def main():
    config = uvicorn.Config(
        app,
        port=0,
        lifespan="off",
        log_level="error",
        use_colors=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    [port] = [s.getsockname()[1] for s in server.servers[0].sockets]
    visiting = asyncio.create_task(visit(port))
    await asyncio.sleep(0.1)
    server.should_exit = True
    await serving
    await visiting


asyncio.run(main())
