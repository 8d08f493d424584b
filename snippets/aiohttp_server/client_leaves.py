# /// script
# dependencies = ["aiohttp>=3.14"]
# ///
"""The client hangs up after 0.1 s: what do two servers do?"""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web


async def report(request):
    try:
        await asyncio.sleep(0.3)
        print("report done")
        return web.Response(text="a long report")
    except asyncio.CancelledError:
        print("cancelled")
        raise


async def ask_and_leave(**options):
    app = web.Application()
    app.router.add_get("/", report)
    runner = web.AppRunner(app, **options)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    impatient = ClientTimeout(total=0.1)
    async with ClientSession(timeout=impatient) as session:
        try:
            async with session.get(f"http://127.0.0.1:{site.port}/"):
                pass
        except TimeoutError:
            print("client: gone")
    await asyncio.sleep(0.3)
    await runner.cleanup()


async def main():
    await ask_and_leave()
    await ask_and_leave(handler_cancellation=True)


asyncio.run(main())
