"""Print `news: 200`; on a ConnectionError, print `shop: no answer`."""

import asyncio


# The checks use this: leave it as it is.
async def fetch(page):
    await asyncio.sleep(0.1)
    if page == "shop":
        raise ConnectionError("no answer")
    return "200"


async def check_status(page):
    status = await fetch(page)
    return f"{page}: {status}"


async def main():
    pages = ["news", "shop", "mail"]
    tasks = [asyncio.create_task(check_status(p)) for p in pages]
    for task in tasks:
        print(await task)


asyncio.run(main())
