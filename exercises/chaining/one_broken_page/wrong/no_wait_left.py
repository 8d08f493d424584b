"""Everything is done after 0.0 s: let `fetch` take its 0.1 s."""

import asyncio


# The checks use this name: keep it.
async def fetch(page):
    if page == "shop":
        raise ConnectionError("no answer")
    return "200"


async def check_status(page):
    try:
        status = await fetch(page)
    except ConnectionError as error:
        return f"{page}: {error}"
    return f"{page}: {status}"


async def main():
    pages = ["news", "shop", "mail"]
    tasks = [asyncio.create_task(check_status(p)) for p in pages]
    for task in tasks:
        print(await task)


asyncio.run(main())
