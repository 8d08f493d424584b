"""The answer is 202, but the page isn't in the database yet."""

import asyncio

database = []


async def save(url):
    await asyncio.sleep(0.2)
    if "full" in url:
        raise OSError("no space left on device")
    database.append(url)


# The checks use this name: keep it.
async def accept(url):
    saving = asyncio.create_task(save(url))
    await asyncio.sleep(0.1)
    return 503 if saving.done() and saving.exception() else 202


async def main():
    print(await accept("http://host/"))
    # The machine goes down. What is under way is lost.
    print("in the database:", *database)


asyncio.run(main())
