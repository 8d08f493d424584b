"""A reader and a writer with a queue between them."""

import asyncio


async def read(lines):
    for number in range(12):
        await asyncio.sleep(0.03)
        await lines.put(number)


async def write(lines):
    for _ in range(12):
        number = await lines.get()
        await asyncio.sleep(0.1)
        if number == 5:
            print(lines.qsize(), "lines wait")
            #> 6 lines wait


async def main():
    lines = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(read(lines), name="reader")
        group.create_task(write(lines), name="writer")


asyncio.run(main())
