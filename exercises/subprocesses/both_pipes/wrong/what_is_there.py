"""There are 5 warnings, but the program has read 0."""

import asyncio


class Child:  # stands in for a program with two pipes
    def __init__(self):
        self.output = asyncio.Queue(2)  # a pipe holds only so much
        self.errors = asyncio.Queue(2)
        self.running = asyncio.create_task(self.run())

    async def run(self):
        for number in range(1, 6):
            await self.errors.put(f"warning {number}")
        for number in range(1, 6):
            await self.output.put(f"row {number}")
        await self.output.put(None)  # the end of each pipe
        await self.errors.put(None)


async def read(pipe):
    lines = []
    while line := await pipe.get():
        lines.append(line)
    return lines


async def main():
    child = Child()
    reading = asyncio.create_task(read(child.errors))
    rows = await read(child.output)
    reading.cancel()
    print(len(rows), "rows,", 0, "warnings")


asyncio.run(main())
