# /// script
# dependencies = []
# [tool.lab]
# clock = { use = "own", reason = "its server is another process" }
# browser = { runs = false, reason = "its server is another process, and a page has none" }
# ///
"""With asyncio's streams: HTTP by hand, a connection for each page."""

import asyncio
from urllib.parse import urlsplit

from local_site import started


async def status_of(url):
    address, path = urlsplit(url).netloc, urlsplit(url).path
    reader, writer = await asyncio.open_connection(*address.split(":"))
    try:
        head = f"GET {path} HTTP/1.1\r\nHost: {address}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        return int((await reader.readline()).split()[1])
    finally:
        writer.close()


async def check_status(limit, url):
    try:
        async with limit, asyncio.timeout(1):
            return await status_of(url)
    except TimeoutError:
        return "late"
    except (OSError, IndexError):
        return "broken"


async def check_each(urls):
    limit = asyncio.Semaphore(100)
    return await asyncio.gather(*(check_status(limit, u) for u in urls))


def check_all(urls):
    return asyncio.run(check_each(urls))


if __name__ == "__main__":
    with started() as site:
        pages = ["ok", "ok", "fails", "stalls", "resets", "ok"]
        print(check_all([site + page for page in pages]))
