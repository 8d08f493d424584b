# /// script
# dependencies = ["starlette", "uvicorn", "aiohttp"]
# [tool.lab]
# lines = { most = 48, reason = "it is a whole server and its client" }
# browser = { runs = false, reason = "uvicorn is not among the packages that the page has" }
# ///
"""uvicorn in a program of yours: lifespan, a request, a signal."""

import asyncio
from contextlib import asynccontextmanager

import uvicorn
from aiohttp import ClientSession
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route


@asynccontextmanager
async def lifespan(app):
    print("lifespan: opening the pool")
    yield
    print("lifespan: closing the pool")


async def home(request):
    await asyncio.sleep(0.3)
    return PlainTextResponse("hello")


async def visit(server):
    [port] = [s.getsockname()[1] for s in server.servers[0].sockets]
    async with ClientSession() as session:
        url = f"http://127.0.0.1:{port}"
        async with session.get(url) as resp:
            print("visitor:", await resp.text())


async def main():
    app = Starlette(routes=[Route("/", home)], lifespan=lifespan)
    config = uvicorn.Config(app, port=0, log_level="warning")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(), name="uvicorn")
    while not server.started:
        await asyncio.sleep(0.01)
    visiting = asyncio.create_task(visit(server), name="visitor")
    await asyncio.sleep(0.1)
    print("stopping")
    server.should_exit = True  # what its handler does at SIGTERM
    await serving
    await visiting


asyncio.run(main())
