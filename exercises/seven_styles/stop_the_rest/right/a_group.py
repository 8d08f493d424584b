"""When a check fails, stop the rest, report the error, and end."""

import asyncio

# The checks use this name: keep it.
CHECKS = [("news", 0.1), ("mail", 0.2), ("map", 0.3)]


async def check(page, seconds):
    await asyncio.sleep(seconds)
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for page, seconds in CHECKS:
                group.create_task(check(page, seconds))
    except* ConnectionError as errors:
        print(errors.exceptions[0])


asyncio.run(main())
