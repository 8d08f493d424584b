# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["traceback", "address"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""The server hangs up in the middle of a body."""

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
            finally:
                await runner.cleanup()


asyncio.run(main())
