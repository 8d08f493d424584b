# /// script
# dependencies = ["aiohttp"]
# ///
"""Scene 0 should be seen before scene 1 is sent, and so on."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer


async def film(request):
    resp = web.StreamResponse()
    await resp.prepare(request)
    for number in range(3):
        await asyncio.sleep(0.1)
        print("sent", number)
        await resp.write(f"scene {number}".encode())
    return resp


# The checks use this name: keep it.
def make_relay(session):
    async def relay(request):
        async with session.get(request.path) as upstream:
            resp = web.StreamResponse(status=upstream.status)
            await resp.prepare(request)
            async for line in upstream.content:
                await resp.write(line)
            return resp

    return relay


async def main():
    async with RawTestServer(film) as origin, ClientSession(
        origin.make_url("/")
    ) as session, RawTestServer(make_relay(session)) as server:
        async with session.get(server.make_url("/film")) as resp:
            async for piece in resp.content.iter_any():
                print("seen", piece.decode())


asyncio.run(main())
