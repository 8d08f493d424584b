"""A `TimeoutError` is caught outside the block, not inside."""

import asyncio


async def main():
    try:
        async with asyncio.timeout(0.2):
            try:
                await asyncio.sleep(1)
            except TimeoutError:
                print("inside: TimeoutError")
            except asyncio.CancelledError:
                print("inside: CancelledError")
                #> inside: CancelledError
                raise
    except TimeoutError:
        print("outside: TimeoutError")
        #> outside: TimeoutError


asyncio.run(main())
