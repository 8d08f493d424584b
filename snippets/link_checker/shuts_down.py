# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 92, reason = "it has all that earlier chapters gave it, and its own server" }
# ///
"""A link checker that hears SIGTERM, and finishes what it has begun."""

import asyncio
import signal

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

SITE = {
    "/": "/news /shop /sale /map /old",
    "/news": "/ /shop",
    "/shop": "/",
    "/map": "/",
}
SIGNALS = [signal.SIGINT, signal.SIGTERM]
SLOW = {"/news": 0.5, "/shop": 0.2, "/map": 60}


async def page(request):
    if request.path == "/sale":
        request.transport.abort()  # as if the server broke down
    await asyncio.sleep(SLOW.get(request.path, 0.1))
    if request.path not in SITE:
        raise web.HTTPNotFound
    return web.Response(text=SITE[request.path])


async def check_status(session, path, results):
    try:
        async with asyncio.timeout(1), session.get(path) as resp:
            result = resp.status
    except ClientError as error:
        result = error
    except TimeoutError:
        result = "timed out"
    print(path, result)
    results[path] = result


async def worker(session, waiting, results):
    while waiting:
        await check_status(session, waiting.pop(0), results)


async def check_links(session, *, patience):
    async with session.get("/") as resp:
        waiting = (await resp.text()).split()
    results = dict.fromkeys(waiting, "not checked")
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(None) as deadline:

            def stop():
                print("stopping: no new checks")
                waiting.clear()
                deadline.reschedule(loop.time() + patience)
                for number in SIGNALS:
                    loop.remove_signal_handler(number)

            for number in SIGNALS:
                loop.add_signal_handler(number, stop)
            async with asyncio.TaskGroup() as group:
                for name in ["first", "second"]:
                    check = worker(session, waiting, results)
                    group.create_task(check, name=name)
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
        report(results)


def report(results):
    outcomes = list(results.values())
    skipped = outcomes.count("not checked")
    broken = len(outcomes) - outcomes.count(200) - skipped
    print(broken, "of", len(outcomes), "links broken")
    print(skipped, "not checked")


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            loop = asyncio.get_running_loop()
            # In place of `kill`, after 0.45 seconds:
            loop.call_later(0.45, signal.raise_signal, signal.SIGTERM)
            try:
                await check_links(session, patience=0.3)
            except TimeoutError:
                print("stopped: one was too slow")


asyncio.run(main())
