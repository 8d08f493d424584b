# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""With AnyIO: at most two at once, and a limit of time for all."""

import anyio


async def download(name, limiter, sizes):
    async with limiter:
        await anyio.sleep(0.2)  # the network takes its time
        sizes[name] = len(name)


async def download_all(names, at_once, seconds):
    limiter = anyio.CapacityLimiter(at_once)
    sizes = {}
    with anyio.move_on_after(seconds):
        async with anyio.create_task_group() as group:
            for name in names:
                group.start_soon(download, name, limiter, sizes)
    return sizes


async def main():
    names = ["a.jpg", "bb.jpg", "ccc.jpg", "dddd.jpg", "e.jpg"]
    print(await download_all(names, at_once=2, seconds=0.5))
    #> {'a.jpg': 5, 'bb.jpg': 6, 'ccc.jpg': 7, 'dddd.jpg': 8}


anyio.run(main)
