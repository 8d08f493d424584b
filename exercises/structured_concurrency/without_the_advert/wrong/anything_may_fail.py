"""The text is down, and show_page ends as if nothing had happened."""

import asyncio

DOWN = {"advert"}


async def fetch(part, seconds):
    await asyncio.sleep(seconds)
    if part in DOWN:
        raise ConnectionError(f"the {part} is down")
    return f"<{part}>"


async def show_page():
    text, advert = await asyncio.gather(
        fetch("text", 0.2), fetch("advert", 0.1), return_exceptions=True
    )
    print(text, advert)


asyncio.run(show_page())
