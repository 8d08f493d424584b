"""gather with return_exceptions."""

import asyncio


async def save(page):
    await asyncio.sleep(0.1)
    if page.startswith("big"):
        raise OSError("the disk is full")


async def save_all(pages):
    results = await asyncio.gather(*map(save, pages), return_exceptions=True)
    for page, result in zip(pages, results):
        print(f"{page}: {result or 'saved'}")


async def main():
    await save_all(["note", "big photo", "letter", "big film"])


asyncio.run(main())
