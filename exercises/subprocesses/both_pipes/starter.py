"""Read both pipes of a child so that it can finish."""

import asyncio


# The checks use this: leave it as it is.
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
    rows = await read(child.output)
    warnings = await read(child.errors)
    print(len(rows), "rows,", len(warnings), "warnings")


asyncio.run(main())
