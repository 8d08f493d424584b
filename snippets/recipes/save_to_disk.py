# /// script
# [tool.lab]
# lines = { most = 48, reason = "a recipe is whole: it brings a download" }
# ///
"""Save a download piece by piece; the file is there once it's whole."""

import asyncio
import tempfile
from contextlib import aclosing
from pathlib import Path


async def save(pieces, path):
    part = path.with_name(path.name + ".part")
    try:
        file = part.open("wb")
        try:
            async for piece in pieces:
                await asyncio.to_thread(file.write, piece)
        finally:
            await asyncio.to_thread(file.close)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


async def download():
    for number in range(3):
        await asyncio.sleep(0.1)  # the network takes its time
        print("piece", number)
        #> piece 0
        #> piece 1
        #> piece 2
        yield bytes(50_000)


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "photo.jpg")
        async with aclosing(download()) as pieces:
            await save(pieces, path)
        print([file.name for file in path.parent.iterdir()])
        #> ['photo.jpg']
        print(path.stat().st_size, "bytes")
        #> 150000 bytes


asyncio.run(main())
