# /// script
# [tool.lab]
# clock = { use = "wall", reason = "urllib needs real sockets" }
# browser = { runs = false, reason = "urllib needs a real network" }
# ///
"""The client speaks what the server speaks: HTTP without TLS."""

import asyncio
import socket
from urllib.request import urlopen


def answer(listener):
    connection, _ = listener.accept()
    connection.recv(1024)
    connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
    connection.close()


def ask(url):
    with urlopen(url) as response:
        return response.status


async def main():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        _, status = await asyncio.gather(
            asyncio.to_thread(answer, listener),
            asyncio.to_thread(ask, f"http://127.0.0.1:{port}"),
        )
        print(status)
        #> 204


asyncio.run(main())
