# /// script
# dependencies = ["uvicorn"]
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 3, reason = "the error is the lesson" }
# browser = { runs = false, reason = "uvicorn is not among the packages that the page has" }
# ///
"""An app fails before the server has started."""

import asyncio

import uvicorn


async def connect():
    raise ConnectionRefusedError("the database is off")


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        await connect()
        await send({"type": "lifespan.startup.complete"})


async def main():
    config = uvicorn.Config(
        app, port=0, lifespan="on", log_level="error", use_colors=False
    )
    await uvicorn.Server(config).serve()


asyncio.run(main())
