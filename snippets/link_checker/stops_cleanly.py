# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 75, reason = "it has all that earlier chapters gave it, and its own server" }
# ///
"""A link checker that can be stopped, and reports what it knows."""

import asyncio

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

SITE = {
    "/": "/news /shop /sale /map /old",
    "/news": "/ /shop",
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
    try:
        async with asyncio.timeout(1), session.get(path) as resp:
            result = resp.status
    except ClientError as error:
        result = error
    except TimeoutError:
        result = "timed out"
    print(path, result)
    #> /sale Server disconnected
    #> /old 404
    #> /shop 200
    #> /news 200
    results[path] = result


async def check_links(session):
    async with session.get("/") as resp:
        links = (await resp.text()).split()
    results = dict.fromkeys(links, "not checked")
    try:
        async with asyncio.TaskGroup() as group:
            for path in links:
                check = check_status(session, path, results)
                group.create_task(check, name=path)
    finally:
        report(results)


def report(results):
    outcomes = list(results.values())
    skipped = outcomes.count("not checked")
    broken = len(outcomes) - outcomes.count(200) - skipped
    print(broken, "of", len(outcomes), "links broken")
    #> 2 of 5 links broken
    print(skipped, "not checked")
    #> 1 not checked


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            try:
                async with asyncio.timeout(0.75):
                    await check_links(session)
            except TimeoutError:
                print("stopped: the time is up")
                #> stopped: the time is up


asyncio.run(main())
