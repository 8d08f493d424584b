# /// script
# dependencies = ["aiohttp"]
# ///
"""The error is caught, and the half body is not used."""

import asyncio

import aiohttp
from aiohttp import web


async def hello(request):
    answer = web.StreamResponse()
    answer.content_length = 100
    await answer.prepare(request)
    await answer.write(b"only the beginning")
    request.transport.close()
    return answer


async def serve():
    server = web.ServerRunner(web.Server(hello))
    await server.setup()
    await web.TCPSite(server, "127.0.0.1", 0).start()
    return server, server.addresses[0][1]


async def main():
    runner, port = await serve()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/") as answer:
            try:
                print(await answer.text())
            except aiohttp.ClientPayloadError:
                print("half a body: ask again")
                #> half a body: ask again
    await runner.cleanup()


asyncio.run(main())
