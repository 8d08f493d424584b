# /// script
# dependencies = ["aiolimiter"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry aiolimiter" }
# ///
"""With aiolimiter: at most five calls a second, evenly spaced."""

import asyncio

from aiolimiter import AsyncLimiter


async def fetch(path, rate, start):
    async with rate:
        now = asyncio.get_running_loop().time()
        print(f"{now - start:.1f} s: asked for {path}")
        #> 0.0 s: asked for /a
        #> 0.2 s: asked for /b
        #> 0.4 s: asked for /c
        #> 0.6 s: asked for /d
    await asyncio.sleep(0.3)  # the server takes its time


async def main():
    start = asyncio.get_running_loop().time()
    rate = AsyncLimiter(1, 0.2)  # (5, 1) would let five start at once
    async with asyncio.TaskGroup() as group:
        for path in ["/a", "/b", "/c", "/d"]:
            group.create_task(fetch(path, rate, start), name=path)


asyncio.run(main())
