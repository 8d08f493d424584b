# /// script
# dependencies = ["async-lru"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry async-lru" }
# ///
"""With async-lru: keep each answer; one request for all who ask."""

import asyncio

from async_lru import alru_cache


@alru_cache(maxsize=100, ttl=1)
async def fetch(path):
    print("asked for", path)
    await asyncio.sleep(0.1)  # the server takes its time
    return f"page {path}"


async def main():
    print(await asyncio.gather(fetch("/"), fetch("/")))
    await asyncio.sleep(1)
    print(await fetch("/"))


asyncio.run(main())
