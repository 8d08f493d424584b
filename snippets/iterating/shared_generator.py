"""Two tasks can't wait for the next item of one generator."""

import asyncio


async def numbers():
    for number in range(1, 100):
        await asyncio.sleep(0.1)
        yield number


async def take(name, source):
    try:
        async for number in source:
            print(name, number)
            if number == 2:
                break
    except RuntimeError as error:
        print(name, error)


async def main():
    source = numbers()
    async with asyncio.TaskGroup() as group:
        group.create_task(take("Ada:", source), name="Ada")
        group.create_task(take("Bob:", source), name="Bob")
    await source.aclose()


asyncio.run(main())
