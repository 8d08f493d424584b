# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# clock = { use = "own", reason = "its server is another process" }
# browser = { runs = false, reason = "its server is another process, and a page has none" }
# ///
"""With aiohttp: one session, whose pool has a limit of 100."""

import asyncio

from aiohttp import ClientError, ClientSession, ClientTimeout
from local_site import started


async def check_status(session, url):
    try:
        async with session.get(url) as response:
            return response.status
    except TimeoutError:
        return "late"
    except ClientError:
        return "broken"


async def check_each(urls):
    limits = ClientTimeout(total=None, sock_connect=1, sock_read=1)
    async with ClientSession(timeout=limits) as session:
        checks = [check_status(session, url) for url in urls]
        return await asyncio.gather(*checks)


def check_all(urls):
    return asyncio.run(check_each(urls))


if __name__ == "__main__":
    with started() as site:
        pages = ["ok", "ok", "fails", "stalls", "resets", "ok"]
        print(check_all([site + page for page in pages]))
