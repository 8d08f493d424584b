"""The coroutine returns, and asyncio.run closes the loop."""

import asyncio


async def main():
    print("asyncio.run closes the loop after this")
    #> asyncio.run closes the loop after this


asyncio.run(main())
