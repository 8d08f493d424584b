"""When a check fails, stop the rest, and only then report it."""

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
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for task in done:
        if task.exception():
            print(task.exception())
    await asyncio.sleep(1)  # the program does other things


asyncio.run(main())
