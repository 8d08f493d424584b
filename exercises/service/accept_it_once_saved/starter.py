"""Answer 202 only once a page is saved; if the disk is full, 503."""

import asyncio

# The checks use this name: keep it.
database = []


# The checks use this: leave it as it is.
async def save(url):
    await asyncio.sleep(0.2)
    if "full" in url:
        raise OSError("no space left on device")
    database.append(url)


# The checks use this name: keep it.
async def accept(url):
    asyncio.create_task(save(url))
    return 202


async def main():
    print(await accept("http://host/"))
    # The machine goes down. What is under way is lost.
    print("in the database:", *database)


asyncio.run(main())
