# /// script
# [tool.lab]
# lines = { most = 45, reason = "it is compared with slow_client.py, which is as long" }
# ///
"""A queue and a sender for each client: no one holds up another."""

import asyncio
import time

PICTURE = b"x" * 8_000_000
queues = []
start = time.perf_counter()


async def join(reader, writer):
    queue = asyncio.Queue(maxsize=10)
    queues.append(queue)
    try:
        writer.write(await queue.get())
        await writer.drain()
    finally:
        queues.remove(queue)
        writer.close()


def broadcast(data):
    for queue in queues:
        queue.put_nowait(data)


async def receive(name, pause, address):
    reader, writer = await asyncio.open_connection(*address)
    await asyncio.sleep(pause)
    await reader.readexactly(len(PICTURE))
    print(f"{name} has it after {time.perf_counter() - start:.1f} s")
    writer.close()


async def main():
    server = await asyncio.start_server(join, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    async with server, asyncio.TaskGroup() as group:
        group.create_task(receive("Cleo", 1.0, address), name="Cleo")
        group.create_task(receive("Bob", 0, address), name="Bob")
        await asyncio.sleep(0.1)
        broadcast(PICTURE)


asyncio.run(main())
