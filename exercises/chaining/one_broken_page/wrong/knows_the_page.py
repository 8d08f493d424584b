"""If mail is refused, the lines are not 'news: 200', 'shop: 200', 'mail: refused'."""

import asyncio


async def fetch(page):
    await asyncio.sleep(0.1)
    if page == "shop":
        raise ConnectionError("no answer")
    return "200"


async def check_status(page):
    if page == "shop":
        await asyncio.sleep(0.1)
        return "shop: no answer"
    status = await fetch(page)
    return f"{page}: {status}"


async def main():
    pages = ["news", "shop", "mail"]
    tasks = [asyncio.create_task(check_status(p)) for p in pages]
    for task in tasks:
        print(await task)


asyncio.run(main())
