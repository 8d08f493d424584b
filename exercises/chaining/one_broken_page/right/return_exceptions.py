"""gather with return_exceptions."""

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
    results = await asyncio.gather(*[check_status(page) for page in pages], return_exceptions=True)
    for page, result in zip(pages, results):
        if isinstance(result, ConnectionError):
            result = f"{page}: {result}"
        elif isinstance(result, Exception):
            raise result
        print(result)


asyncio.run(main())
