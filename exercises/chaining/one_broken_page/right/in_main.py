"""Caught where main awaits."""

import asyncio


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
    tasks = {p: asyncio.create_task(check_status(p)) for p in pages}
    for page, task in tasks.items():
        try:
            print(await task)
        except ConnectionError as error:
            print(f"{page}: {error}")


asyncio.run(main())
