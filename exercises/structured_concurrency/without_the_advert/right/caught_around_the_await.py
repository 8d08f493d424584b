"""A task for the text, and a try around the advert."""

import asyncio

DOWN = {"advert"}


async def fetch(part, seconds):
    await asyncio.sleep(seconds)
    if part in DOWN:
        raise ConnectionError(f"the {part} is down")
    return f"<{part}>"


async def show_page():
    text = asyncio.create_task(fetch("text", 0.2))
    try:
        advert = await fetch("advert", 0.1)
    except ConnectionError:
        advert = ""
    print(await text, advert)


asyncio.run(show_page())
