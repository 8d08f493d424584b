# /// script
# dependencies = ["aiohttp"]
# ///
"""A server that stops: open requests are answered, new ones refused."""

import asyncio
import signal

from aiohttp import ClientConnectorError, ClientSession, web


async def page(request):
    await asyncio.sleep(0.3)
    return web.Response(text="the page")


async def visit(client, name):
    try:
        async with client.get("/") as resp:
            print(f"{name}: {await resp.text()}")
    except ClientConnectorError:
        print(f"{name}: refused")


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app, shutdown_timeout=10)
    await runner.setup()
    site = web.TCPSite(runner, "localhost", 0)
    await site.start()
    async with ClientSession(f"http://localhost:{site.port}") as client:
        early = asyncio.create_task(visit(client, "early"))
        loop.call_later(0.1, signal.raise_signal, signal.SIGTERM)
        await stop.wait()
        print("server: stopping")
        stopping = runner.cleanup()
        await asyncio.gather(early, stopping, visit(client, "late"))
        print("server: stopped")


asyncio.run(main())
