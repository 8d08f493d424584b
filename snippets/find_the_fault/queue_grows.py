"""A reader and a writer with a queue between them."""

import asyncio


async def read(lines):
    for number in range(12):
        await asyncio.sleep(0.05)
        await lines.put(number)
    await lines.put(None)


async def write(lines):
    while (number := await lines.get()) is not None:
        await asyncio.sleep(0.1)
        if number == 5:
            print(lines.qsize(), "lines wait")
            #> 7 lines wait


async def main():
    lines = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(read(lines), name="reader")
        group.create_task(write(lines), name="writer")


asyncio.run(main())
