"""An aiohttp server and its client."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web


async def hello(request):
    return web.json_response({"name": request.match_info["name"]})


async def slow(request):
    await asyncio.sleep(10)
    return web.Response(text="late")


async def echo(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(message.data.upper())
    return socket


async def main():
    app = web.Application()
    app.add_routes(
        [web.get("/hello/{name}", hello), web.get("/slow", slow), web.get("/echo", echo)]
    )
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.get("/hello/you") as response:
            print(response.status, await response.json())
        async with session.get("/nothing") as response:
            print(response.status, await response.text())
        try:
            await session.get("/slow", timeout=ClientTimeout(total=0.2))
        except TimeoutError:
            print("too slow")
        async with session.ws_connect("/echo") as socket:
            await socket.send_str("louder")
            print((await socket.receive()).data)
    await runner.cleanup()


asyncio.run(main())
