"""With a full disk, the error leaves `accept`, so the client doesn't get an answer."""

import asyncio

database = []


async def save(url):
    await asyncio.sleep(0.2)
    if "full" in url:
        raise OSError("no space left on device")
    database.append(url)


# The checks use this name: keep it.
async def accept(url):
    await save(url)
    return 202


async def main():
    print(await accept("http://host/"))
    # The machine goes down. What is under way is lost.
    print("in the database:", *database)


asyncio.run(main())
