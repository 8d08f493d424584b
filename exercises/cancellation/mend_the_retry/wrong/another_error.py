"""When its task is cancelled, `fetch_with_retry` doesn't raise CancelledError."""

import asyncio


async def fetch(attempt):
    await asyncio.sleep(0.1)  # stands in for a server
    if attempt < 3:
        raise ConnectionError("the server is busy")
    return "page"


async def fetch_with_retry():
    attempt = 1
    while True:
        try:
            return await fetch(attempt)
        except asyncio.CancelledError:
            raise TimeoutError
        except Exception:
            attempt += 1


async def main():
    try:
        async with asyncio.timeout(0.15):
            print(await fetch_with_retry())
    except TimeoutError:
        print("timed out")


asyncio.run(main())
