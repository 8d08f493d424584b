import asyncio


async def fail(delay, error):
    await asyncio.sleep(delay)
    raise error


async def main():
    results = await asyncio.gather(
        fail(0.01, KeyError("a")), asyncio.sleep(0.02, "b"), return_exceptions=True
    )
    print(results)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(0.01, ValueError("c")))
            group.create_task(fail(0.01, TypeError("d")))
    except* ValueError as errors:
        print("values", errors.exceptions)
    except* TypeError as errors:
        print("types", errors.exceptions)
    async with asyncio.TaskGroup() as group:
        group.create_task(fail(0, OSError("e")))


asyncio.run(main())
