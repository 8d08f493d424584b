"""A TaskGroup whose tasks print."""

import asyncio


async def fetch(page):
    await asyncio.sleep(0.1)
    if page == "shop":
        raise ConnectionError("no answer")
    return "200"


async def check_status(page):
    try:
        print(f"{page}: {await fetch(page)}")
    except ConnectionError as error:
        print(page, error, sep=": ")


async def main():
    pages = ["news", "shop", "mail"]
    async with asyncio.TaskGroup() as tg:
        for page in pages:
            tg.create_task(check_status(page))


asyncio.run(main())
