"""With `await` and `gather`: new words, still stopped by hand."""

import asyncio
import time


async def check(page, seconds):
    print(f"{page}: asked")
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print(f"{page}: stopped")
        raise
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


async def main():
    start = time.perf_counter()
    pages = [("news", 0.1), ("mail", 0.2), ("map", 1.0)]
    checks = [asyncio.create_task(check(*page)) for page in pages]
    try:
        await asyncio.gather(*checks)
    except ConnectionError as error:
        for task in checks:
            task.cancel()
        await asyncio.wait(checks)
        print(f"{error}, after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
