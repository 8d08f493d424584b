# /// script
# dependencies = ["starlette"]
# [tool.lab]
# browser = { runs = false, reason = "Starlette is not among the packages that the page has" }
# ///
"""A server sends all that it has, and then closes the WebSocket."""

import asyncio

from starlette.websockets import WebSocket


async def app(scope, receive, send):
    socket = WebSocket(scope, receive, send)
    await socket.accept()
    await socket.send_text("one more")
    await socket.close()


async def receive():  # what a server hands to an app
    return {"type": "websocket.connect"}


async def send(message):
    print(message["type"])
    #> websocket.accept
    #> websocket.send
    #> websocket.close


asyncio.run(app({"type": "websocket"}, receive, send))
