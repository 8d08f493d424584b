import asyncio
import socket


async def read_from_a_pair():
    rsock, wsock = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=rsock)
    asyncio.get_running_loop().call_soon(wsock.send, b"abc")
    print("received", await reader.read(100))
    writer.close()
    wsock.close()


async def echo(server):
    loop = asyncio.get_running_loop()
    client, _ = await loop.sock_accept(server)
    with client:
        while data := await loop.sock_recv(client, 1024):
            await loop.sock_sendall(client, data)


async def talk_to_a_server_of_sockets():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 18443))
    server.listen()
    server.setblocking(False)
    serving = asyncio.create_task(echo(server))
    await asyncio.sleep(0)
    reader, writer = await asyncio.open_connection("127.0.0.1", 18443)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 10_000)
    print("buffer", sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF))
    writer.write(b"hello")
    writer.write_eof()
    print("answered", await reader.read())
    writer.close()
    await serving
    server.close()


async def main():
    await read_from_a_pair()
    await talk_to_a_server_of_sockets()


asyncio.run(main())
