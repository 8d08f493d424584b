# /// script
# dependencies = ["aiohttp>=3.14"]
# ///
"""A program with work to do, and a server that shows its progress."""

import asyncio

from aiohttp import ClientSession, web

done = []


async def status(request):
    return web.json_response({"done": len(done)})


async def work():
    for job in range(3):
        await asyncio.sleep(0.2)
        done.append(job)


async def visit(url):
    await asyncio.sleep(0.5)
    async with ClientSession() as session, session.get(url) as resp:
        print(await resp.text())


async def main():
    app = web.Application()
    app.router.add_get("/", status)
    runner = web.AppRunner(app)
    try:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        async with asyncio.TaskGroup() as group:
            group.create_task(work(), name="work")
            url = f"http://127.0.0.1:{site.port}/"
            group.create_task(visit(url), name="visitor")
    finally:
        await runner.cleanup()


asyncio.run(main())
