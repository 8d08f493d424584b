# /// script
# dependencies = ["aiohttp"]
# ///
"""A link checker as a service: which of these pages are there?"""

import asyncio

from aiohttp import ClientSession, test_utils, web

client = web.AppKey("client", ClientSession)
limit = web.AppKey("limit", asyncio.Semaphore)


async def open_session(app):
    async with ClientSession() as session:
        app[client], app[limit] = session, asyncio.Semaphore(2)
        yield


async def status_of(session, turn, url):
    try:
        async with turn, asyncio.timeout(0.5), session.get(url) as resp:
            return resp.status
    except Exception as error:  # none may stop the others
        return type(error).__name__


async def check(request):
    app, urls = request.app, await request.json()
    checks = [status_of(app[client], app[limit], url) for url in urls]
    return web.json_response(await asyncio.gather(*checks))


async def main():
    app = web.Application()
    app.cleanup_ctx.append(open_session)
    app.router.add_post("/", check)
    async with test_utils.TestServer(app) as server:
        urls = [str(server.make_url("/no")), "http://no.invalid/"]
        async with ClientSession(server.make_url("/")) as session:
            async with session.post("/", json=urls) as resp:
                print(await resp.text())
                #> [404, "ClientConnectorDNSError"]


asyncio.run(main())
