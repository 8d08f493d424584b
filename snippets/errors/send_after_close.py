# /// script
# dependencies = ["starlette"]
# [tool.lab]
# browser = { runs = false, reason = "Starlette is not among the packages that the page has" }
# ///
"""A server sends on a WebSocket that it has closed."""

import asyncio

from starlette.websockets import WebSocket


async def app(scope, receive, send):
    socket = WebSocket(scope, receive, send)
    await socket.accept()
    await socket.close()
    try:
        await socket.send_text("one more")
    except RuntimeError as error:
        print("RuntimeError:", error)


async def receive():  # what a server hands to an app
    return {"type": "websocket.connect"}


async def send(message):
    print(message["type"])


asyncio.run(app({"type": "websocket"}, receive, send))
