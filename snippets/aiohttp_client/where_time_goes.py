# /// script
# dependencies = ["aiohttp"]
# ///
"""Where requests spend their time: in the queue, or at the server."""

import asyncio
import time

from aiohttp import ClientSession, TCPConnector, TraceConfig, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    await asyncio.sleep(0.3)
    return web.Response()


async def start(session, context, params):
    context.start = time.perf_counter()
    context.queued = 0


async def queued(session, context, params):
    context.queued = time.perf_counter() - context.start


async def end(session, context, params):
    took = time.perf_counter() - context.start
    queued = f"{context.queued:.1f} s in the queue"
    print(f"{params.url.path} took {took:.1f} s, {queued}")


async def main():
    trace = TraceConfig()
    trace.on_request_start.append(start)
    trace.on_connection_queued_end.append(queued)
    trace.on_request_end.append(end)
    one = TCPConnector(limit=1)
    async with RawTestServer(page) as server, ClientSession(
        server.make_url("/"), connector=one, trace_configs=[trace]
    ) as session:
        await asyncio.gather(*[session.get(path) for path in "abc"])


asyncio.run(main())
