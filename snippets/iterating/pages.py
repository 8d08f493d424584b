"""All items of an API that answers page by page."""

import asyncio
from contextlib import aclosing

PAGES = {
    "first": {"items": ["Ada", "Bob"], "next": "second"},
    "second": {"items": ["Cleo"], "next": "third"},
    "third": {"items": ["Dan", "Eve"], "next": None},
}


async def fetch(page):
    print("fetch the", page, "page")
    await asyncio.sleep(0.2)  # the server answers
    return PAGES[page]


async def all_items(page):
    while page is not None:
        answer = await fetch(page)
        for item in answer["items"]:
            yield item
        page = answer["next"]


async def find(letter):
    async with aclosing(all_items("first")) as items:
        async for item in items:
            if item.startswith(letter):
                return item
    return None


async def main():
    print("found", await find("C"))
    print("found", await find("Z"))


asyncio.run(main())
