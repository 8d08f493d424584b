"""A context manager that removes the part in `except` and in `else`."""

import asyncio
from contextlib import asynccontextmanager

files: list[str] = []


async def delete(file: str) -> None:
    await asyncio.sleep(0.1)  # stands in for a slow disk
    files.remove(file)


@asynccontextmanager
async def part_file(name):
    part = name + ".part"
    files.append(part)
    try:
        yield part
    except asyncio.CancelledError:
        await delete(part)
        raise
    else:
        await delete(part)


async def download(name: str, seconds: float) -> None:
    async with part_file(name):
        await asyncio.sleep(seconds)
        files.append(name)


async def main() -> None:
    task = asyncio.create_task(download("map", 1.0))
    await asyncio.sleep(0.2)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    print("files:", files)


if __name__ == "__main__":
    asyncio.run(main())
