# /// script
# [tool.lab]
# clock = { use = "own", reason = "it is a process of its own" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""A slow server, some of whose pages fail, stall or reset."""

import asyncio
import struct
import sys
from contextlib import suppress
from socket import SO_LINGER, SOL_SOCKET

counts = {"connections": 0, "open": 0, "most": 0}


async def serve(reader, writer):
    counts["connections"] += 1
    counts["open"] += 1
    counts["most"] = max(counts["most"], counts["open"])
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        while head := await reader.readuntil(b"\r\n\r\n"):
            await answer(head.split()[1], writer)
    counts["open"] -= 1
    writer.close()


async def answer(path, writer):
    await asyncio.sleep(60 if path == b"/stalls" else 0.1)
    if path == b"/resets":
        options = SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(*options)
        writer.transport.abort()
    status = "500 Error" if path == b"/fails" else "200 OK"
    body = "{connections} {most}".format(**counts)
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write((head + body).encode())


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", backlog=999)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if sys.argv[1:] == ["serve"]:
    asyncio.run(main())
