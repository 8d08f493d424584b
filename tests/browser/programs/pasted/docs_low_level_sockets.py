"""The low-level socket methods of the loop, with a port that the system chooses."""

import asyncio
import socket


async def echo(loop, conn):
    while data := await loop.sock_recv(conn, 1024):
        await loop.sock_sendall(conn, data.upper())
    conn.close()


async def server(loop, sock, n):
    for _ in range(n):
        conn, addr = await loop.sock_accept(sock)
        asyncio.create_task(echo(loop, conn))


async def main():
    loop = asyncio.get_running_loop()
    sock = socket.socket()
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", 0))
    sock.listen()
    task = asyncio.create_task(server(loop, sock, 1))
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.setblocking(False)
    await loop.sock_connect(client, sock.getsockname())
    await loop.sock_sendall(client, b"hello")
    buf = bytearray(10)
    n = await loop.sock_recv_into(client, buf)
    print(n, bytes(buf))
    client.close()
    await task
    sock.close()


asyncio.run(main())
