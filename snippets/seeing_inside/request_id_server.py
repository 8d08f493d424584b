# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 60, reason = "it has a server and a client" }
# ///
"""A middleware gives each request an id for its log lines."""

import asyncio
import itertools
import logging
import sys
from contextvars import ContextVar

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

request_id = ContextVar("request_id", default="-")
numbers = itertools.count(1)


class AddRequestId(logging.Filter):
    def filter(self, record):
        record.request_id = request_id.get()
        return record.name == "shop"  # leaves out what aiohttp logs


FORMAT = "[%(request_id)s] %(message)s"
logging.basicConfig(stream=sys.stdout, format=FORMAT)
for handler in logging.root.handlers:
    handler.addFilter(AddRequestId())
log = logging.getLogger("shop")
log.setLevel("INFO")


@web.middleware
async def give_id(request, handler):
    made = f"request-{next(numbers)}"
    request_id.set(request.headers.get("X-Request-ID", made))
    return await handler(request)


async def buy(request):
    item = request.match_info["item"]
    log.info("asked for %s", item)
    await asyncio.sleep(0.1)  # stands in for a database
    log.info("sold %s", item)
    return web.Response()


async def main():
    app = web.Application(middlewares=[give_id])
    app.router.add_post("/{item}", buy)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            async with session.post("/tea"):
                pass
            header = {"X-Request-ID": "from-proxy"}
            async with session.post("/jam", headers=header):
                pass
    log.info("closed")


asyncio.run(main())
