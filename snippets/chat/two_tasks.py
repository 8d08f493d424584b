# /// script
# [tool.lab]
# lines = { most = 50, reason = "it holds a client that shows what it does" }
# ///
"""Each client has two tasks: one reads its lines, one sends to it."""

import asyncio

MOST = 1000  # lines that may wait for one client
clients = {}  # each writer, and the queue of its lines


async def send(queue, writer):
    while True:
        writer.write(await queue.get())
        await writer.drain()


def broadcast(line):
    for writer, queue in clients.items():
        if queue.full():
            writer.transport.abort()  # it's too far behind
        else:
            queue.put_nowait(line)


async def serve(reader, writer):
    queue = clients[writer] = asyncio.Queue(MOST)
    try:
        async with asyncio.TaskGroup() as group:
            sender = group.create_task(send(queue, writer))
            async for line in reader:
                broadcast(line.rstrip(b"\n") + b"\n")
            sender.cancel()
    except* (ConnectionError, ValueError):
        pass  # it has gone, or its line was too long
    finally:
        del clients[writer]
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"a short line\n" * 50)
        await asyncio.sleep(0.1)
        writer.write_eof()
        answer = await reader.read()
        print("lines that came back:", answer.count(b"\n"))
        #> lines that came back: 50
        writer.close()


asyncio.run(main())
