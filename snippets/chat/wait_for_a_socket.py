"""`add_reader` calls back; an event lets a coroutine wait for that."""

import asyncio
import socket


async def main():
    near, far = socket.socketpair()
    near.setblocking(False)
    loop = asyncio.get_running_loop()
    loop.call_later(0.2, far.send, b"hello")

    readable = asyncio.Event()
    loop.add_reader(near, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(near)
    print(near.recv(100))
    near.close()
    far.close()


asyncio.run(main())
