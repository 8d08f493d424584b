"""An AttributeError, while the advert is fetched, no longer ends `show_page`."""

import asyncio

DOWN = {"advert"}


async def fetch(part, seconds):
    await asyncio.sleep(seconds)
    if part in DOWN:
        raise ConnectionError(f"the {part} is down")
    return f"<{part}>"


async def fetch_advert():
    try:
        return await fetch("advert", 0.1)
    except Exception:
        return None


async def show_page():
    async with asyncio.TaskGroup() as group:
        text = group.create_task(fetch("text", 0.2))
        advert = group.create_task(fetch_advert())
    if advert.result() is None:
        print(text.result())
    else:
        print(text.result(), advert.result())


asyncio.run(show_page())
