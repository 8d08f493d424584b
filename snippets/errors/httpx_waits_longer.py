# /// script
# dependencies = ["httpx"]
# [tool.lab]
# browser = { runs = false, reason = "httpx is not among the packages that the page has" }
# ///
"""httpx may take longer to read than to connect."""

import asyncio

import httpx


async def answer(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(1)
    writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    timeout = httpx.Timeout(5, read=30)
    async with server, httpx.AsyncClient(timeout=timeout) as client:
        response = await client.get(f"http://127.0.0.1:{port}/")
        print(response.status_code)
        #> 204


asyncio.run(main())
