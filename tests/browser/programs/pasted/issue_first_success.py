"""The first source that succeeds wins; the group of all errors is not caught."""

import asyncio


async def source(name, delay, ok):
    try:
        await asyncio.sleep(delay)
        if not ok:
            raise OSError(name)
        return name
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def first(*aws):
    tasks = [asyncio.create_task(a) for a in aws]
    errors = []
    try:
        for fut in asyncio.as_completed(tasks):
            try:
                return await fut
            except OSError as e:
                errors.append(e)
        raise ExceptionGroup("all failed", errors)
    finally:
        for t in tasks:
            t.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def main():
    print(await first(source("a", 0.1, False), source("b", 0.2, True), source("c", 0.8, True)))
    await first(source("d", 0.6, False), source("e", 0.1, False))


asyncio.run(main())
