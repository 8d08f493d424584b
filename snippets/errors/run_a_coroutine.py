"""`asyncio.run` gets the coroutine."""

import asyncio


async def main():
    print("hello")
    #> hello


asyncio.run(main())
