"""An async context manager of your own: both ends may wait."""

import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def connection(name):
    await asyncio.sleep(0.1)  # the server takes its time
    print(name, "opened")
    try:
        yield f"line to {name}"
    finally:
        await asyncio.sleep(0.1)
        print(name, "closed")


async def main():
    async with connection("news") as line:
        print("using the", line)


asyncio.run(main())
