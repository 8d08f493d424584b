# /// script
# dependencies = ["httpx"]
# [tool.lab]
# browser = { runs = false, reason = "httpx is not among the packages that the page has" }
# ///
"""httpx waits for a server that takes longer than the timeout."""

import asyncio

import httpx


async def answer(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(1)
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, httpx.AsyncClient(timeout=0.2) as client:
        try:
            await client.get(f"http://127.0.0.1:{port}/")
        except httpx.TimeoutException as error:
            print(repr(error))
            #> ReadTimeout('')
        await asyncio.sleep(1)  # the server is done, too


asyncio.run(main())
