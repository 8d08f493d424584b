# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 112, reason = "it has all that earlier chapters gave it, and its own server" }
# ///
"""A link checker that reads large pages in a thread."""

import asyncio
import time

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

SITE = {
    "/": "/news /shop /sale /map /news /old",
    "/news": "/ /shop /tea",
    "/shop": "/",
    "/map": "/",
}
SLOW = {"/news": 0.3, "/shop": 0.2, "/map": 60}


async def page(request):
    if request.path == "/sale":
        request.transport.abort()  # as if the server broke down
    await asyncio.sleep(SLOW.get(request.path, 0.1))
    if request.path not in SITE:
        raise web.HTTPNotFound
    return web.Response(text=SITE[request.path])


async def check_status(session, path, results):
    text = ""
    try:
        async with asyncio.timeout(1), session.get(path) as resp:
            result = resp.status
            if resp.ok:
                text = await resp.text()
    except ClientError as error:
        result = error
    except TimeoutError:
        result = "timed out"
    results[path] = result
    return await asyncio.to_thread(links_in, text)


def links_in(text):
    time.sleep(0.01 * len(text))  # stands in for a large parser
    return text.split()


async def work(session, queue, results, news):
    while True:
        path = await queue.get()
        for link in await check_status(session, path, results):
            if link not in results:
                results[link] = "not checked"
                queue.put_nowait(link)
        news.put_nowait(path)
        queue.task_done()


async def check_links(session, results, news):
    queue = asyncio.Queue()
    queue.put_nowait("/")
    results["/"] = "not checked"
    try:
        async with asyncio.TaskGroup() as group:
            workers = []
            for name in ["first", "second"]:
                worker = work(session, queue, results, news)
                workers.append(group.create_task(worker, name=name))
            await queue.join()
            for worker in workers:
                worker.cancel()
    finally:
        news.put_nowait(None)  # no more to come


async def progress(session, results, group):
    news = asyncio.Queue()
    group.create_task(check_links(session, results, news))
    while path := await news.get():
        yield path, results[path]


def report(results):
    outcomes = list(results.values())
    skipped = outcomes.count("not checked")
    broken = len(outcomes) - outcomes.count(200) - skipped
    print(broken, "of", len(outcomes), "links broken")
    print(skipped, "not checked")


async def show(session, results):
    async with asyncio.TaskGroup() as group:
        async for path, result in progress(session, results, group):
            left = list(results.values()).count("not checked")
            print(path, result, f"({left} to go)")


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    results = {}
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            try:
                async with asyncio.timeout(5):
                    await show(session, results)
            except TimeoutError:
                print("stopped: the time is up")
            report(results)


asyncio.run(main())
