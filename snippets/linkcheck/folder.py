"""Serve a folder of web pages, to check them before they go out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    """Serve a folder on this machine alone; give its address."""
    root = folder.resolve()

    async def page(request: web.Request) -> web.FileResponse:
        path = (root / request.match_info["path"]).resolve()
        if path.is_dir() and request.path.endswith("/"):
            path /= "index.html"
        if not path.is_relative_to(root) or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path)

    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()
