"""The map still answers, even though mail has already failed."""

import asyncio

# The checks use this name: keep it.
CHECKS = [("news", 0.1), ("mail", 0.2), ("map", 0.4)]


async def check(page, seconds):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        await asyncio.sleep(0.1)  # it hangs up politely
        print(f"{page}: stopped")
        raise
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


async def main():
    checks = [check(page, seconds) for page, seconds in CHECKS]
    for answer in await asyncio.gather(*checks, return_exceptions=True):
        if answer:
            print(answer)
    await asyncio.sleep(1)  # the program does other things


asyncio.run(main())
