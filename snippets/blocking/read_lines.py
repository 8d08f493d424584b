"""Read a large file's lines, without blocking the loop."""

import asyncio
import itertools
import tempfile
from contextlib import aclosing
from pathlib import Path


async def lines_of(path, at_once=1000):
    file = path.open(encoding="utf-8")
    try:
        while lines := await asyncio.to_thread(take, file, at_once):
            for line in lines:
                yield line
    finally:
        await asyncio.to_thread(file.close)


def take(file, number):
    return list(itertools.islice(file, number))


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "numbers.txt")
        path.write_text("\n".join(map(str, range(5000))), "utf-8")
        total = 0
        async with aclosing(lines_of(path)) as lines:
            async for line in lines:
                total += int(line)
        print("total:", total)
        #> total: 12497500


asyncio.run(main())
