"""Before, the saves overlapped. Now each begins when the previous one is over."""

import asyncio


async def save(page):
    await asyncio.sleep(0.1)
    if page.startswith("big"):
        raise OSError("the disk is full")


async def save_all(pages):
    for page in pages:
        try:
            await save(page)
            print(f"{page}: saved")
        except OSError as error:
            print(f"{page}: {error}")


async def main():
    await save_all(["note", "big photo", "letter", "big film"])


asyncio.run(main())
