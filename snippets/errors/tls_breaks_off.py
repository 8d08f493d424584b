# /// script
# [tool.lab]
# clock = { use = "wall", reason = "urllib needs real sockets" }
# browser = { runs = false, reason = "urllib needs a real network" }
# ///
"""A server closes the connection before TLS has begun."""

import asyncio
import socket
from urllib.error import URLError
from urllib.request import urlopen


def hang_up(listener):
    connection, _ = listener.accept()
    connection.shutdown(socket.SHUT_WR)  # nothing will be sent
    while connection.recv(1024):
        pass
    connection.close()


async def main():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        try:
            await asyncio.gather(
                asyncio.to_thread(hang_up, listener),
                asyncio.to_thread(urlopen, f"https://127.0.0.1:{port}"),
            )
        except URLError as error:
            print("SSLError:", str(error.reason).partition(" (")[0])


asyncio.run(main())
