"""aiohttp's `run_app`, which SIGTERM ends."""

import asyncio
import os
import signal

from aiohttp import web


async def hello(request):
    return web.Response(text="hi")


async def stopper(app):
    async def later():
        await asyncio.sleep(0.2)
        os.kill(os.getpid(), signal.SIGTERM)

    task = asyncio.create_task(later())
    yield
    print("cleanup")
    await asyncio.gather(task, return_exceptions=True)


app = web.Application()
app.add_routes([web.get("/", hello)])
app.cleanup_ctx.append(stopper)
web.run_app(app, host="127.0.0.1", port=8089)
print("after")
