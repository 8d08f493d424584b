"""A file in memory has nothing to wait for: `with`."""

import asyncio
import io


async def main():
    with io.StringIO("a line") as file:
        print(file.read())
        #> a line


asyncio.run(main())
