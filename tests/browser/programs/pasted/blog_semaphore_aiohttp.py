"""Download many pages, a few at a time."""

import asyncio

import aiohttp
from aiohttp import web

LIMIT = 3
running = most = 0


async def page(request):
    global running, most
    running += 1
    most = max(most, running)
    await asyncio.sleep(0.05)
    running -= 1
    return web.json_response({"page": int(request.match_info["n"]), "items": ["a", "b"]})


async def fetch(session, semaphore, url):
    async with semaphore, session.get(url) as response:
        response.raise_for_status()
        return await response.json()


async def main():
    app = web.Application()
    app.router.add_get("/page/{n}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"

    semaphore = asyncio.Semaphore(LIMIT)
    async with aiohttp.ClientSession() as session:
        tasks = [fetch(session, semaphore, f"{base}/page/{n}") for n in range(8)]
        for data in await asyncio.gather(*tasks):
            print(data)
        try:
            await fetch(session, semaphore, f"{base}/nothing")
        except aiohttp.ClientResponseError as error:
            print(error.status, error.message)
    print("at most", most, "at once")
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
