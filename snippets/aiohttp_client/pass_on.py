# /// script
# dependencies = ["aiohttp"]
# ///
"""A server passes on what another one sends, while it arrives."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer


async def source(request):
    resp = web.StreamResponse()
    await resp.prepare(request)
    for word in ("one", "two", "three"):
        await asyncio.sleep(0.1)
        print("sent", word)
        await resp.write(word.encode())
    return resp


def relay(session):
    async def handler(request):
        async with session.get(request.path) as upstream:
            resp = web.StreamResponse(status=upstream.status)
            resp.content_type = upstream.content_type
            await resp.prepare(request)
            async for piece in upstream.content.iter_any():
                await resp.write(piece)
        return resp

    return handler


async def main():
    async with RawTestServer(source) as origin, ClientSession(
        origin.make_url("/")
    ) as session, RawTestServer(relay(session)) as server:
        async with session.get(server.make_url("/words")) as resp:
            async for piece in resp.content.iter_any():
                print("received", piece.decode())


asyncio.run(main())
