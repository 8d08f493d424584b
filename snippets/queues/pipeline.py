"""Three steps, a short queue between them, and an end."""

import asyncio

END = object()


async def read(lines, found):
    for line in lines:
        await asyncio.sleep(0.01)  # the disk takes its time
        await found.put(line)
    await found.put(END)


async def fetch(found, pages):
    while (line := await found.get()) is not END:
        await asyncio.sleep(0.1)  # the network takes its time
        await pages.put(line.upper())
    await pages.put(END)


async def store(pages):
    while (page := await pages.get()) is not END:
        print("stored", page)
        #> stored NEWS
        #> stored MAIL
        #> stored MAP


async def run(lines):
    found = asyncio.Queue(maxsize=10)
    pages = asyncio.Queue(maxsize=10)
    async with asyncio.TaskGroup() as group:
        group.create_task(read(lines, found), name="read")
        group.create_task(fetch(found, pages), name="fetch")
        group.create_task(store(pages), name="store")


asyncio.run(run(["news", "mail", "map"]))
