# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 70, reason = "a recipe is whole: it brings its client" }
# ///
"""An event stream whose listeners are told when the server stops."""

import asyncio
import time

from aiohttp import ClientSession, web

LISTENERS = web.AppKey("LISTENERS", set)
END = None


async def events(request):
    resp = web.StreamResponse()
    resp.content_type = "text/event-stream"
    news = asyncio.Queue(maxsize=100)
    listeners = request.app[LISTENERS]
    listeners.add(news)
    try:
        await resp.prepare(request)
        while (text := await next_text(news)) is not END:
            await resp.write(text.encode())
    finally:
        listeners.discard(news)
    return resp


async def next_text(news, silence=15):
    try:
        async with asyncio.timeout(silence):
            text = await news.get()
    except TimeoutError:
        return ": still here\n\n"  # notices a client that has left
    return text if text is END else f"data: {text}\n\n"


def publish(app, text):
    for news in app[LISTENERS]:
        if news.full():  # a client that doesn't read loses the oldest
            news.get_nowait()
        news.put_nowait(text)


async def end_all(app):
    publish(app, END)


async def main():
    app = web.Application()
    app[LISTENERS] = set()
    app.router.add_get("/", events)
    app.on_shutdown.append(end_all)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with ClientSession() as session:
        url = f"http://127.0.0.1:{site.port}/"
        async with session.get(url) as resp:
            publish(app, "rain")
            print(await resp.content.readuntil(b"\n\n"))
            #> b'data: rain\n\n'
            start = time.perf_counter()
            await runner.cleanup()
            seconds = time.perf_counter() - start
            print(f"stopped after {seconds:.1f} s")
            #> stopped after 0.0 s
            print("the rest:", await resp.content.read())
            #> the rest: b''


asyncio.run(main())
