# /// script
# dependencies = ["starlette", "uvicorn"]
# [tool.lab]
# browser = { runs = false, reason = "uvicorn is not among the packages that the page has" }
# ///
"""An app starts and stops with the server, without an error."""

import asyncio
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette


@asynccontextmanager
async def lifespan(app):
    print("open the database")
    #> open the database
    yield
    print("close the database")
    #> close the database


async def main():
    app = Starlette(lifespan=lifespan)
    config = uvicorn.Config(app, port=0, log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    server.should_exit = True
    await serving


asyncio.run(main())
