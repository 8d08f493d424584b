"""An app is a coroutine function. The server calls it in its loop."""

import asyncio


async def app(scope, receive, send):
    await asyncio.sleep(0.2)  # asks a database
    await send({"type": "http.response.start", "status": 200})
    body = scope["path"].encode()
    await send({"type": "http.response.body", "body": body})


async def call(path):
    """Do what a server does for a request."""

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        print(path, message["type"])

    await app({"type": "http", "path": path}, receive, send)


async def server():
    async with asyncio.TaskGroup() as group:
        for path in ["/news", "/shop"]:
            group.create_task(call(path), name=path)


asyncio.run(server())
