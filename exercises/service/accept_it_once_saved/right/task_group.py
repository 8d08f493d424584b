"""It saves in a TaskGroup."""

import asyncio

database = []


async def save(url):
    await asyncio.sleep(0.2)
    if "full" in url:
        raise OSError("no space left on device")
    database.append(url)


async def accept(url):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(save(url))
    except* OSError:
        status = 503
    else:
        status = 202
    return status


async def main():
    print(await accept("http://host/"))
    # The machine goes down. What is under way is lost.
    print("in the database:", *database)


asyncio.run(main())
