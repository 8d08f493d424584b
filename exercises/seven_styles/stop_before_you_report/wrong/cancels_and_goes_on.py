"""The error is reported before the map has stopped."""

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
    tasks = [asyncio.create_task(check(*one)) for one in CHECKS]
    try:
        await asyncio.gather(*tasks)
    except ConnectionError as error:
        for task in tasks:
            task.cancel()
        print(error)
    await asyncio.sleep(1)  # the program does other things


asyncio.run(main())
