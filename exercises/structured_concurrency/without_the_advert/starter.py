"""Fetch both at once; do without the advert on ConnectionError."""

import asyncio

# The checks use this name: keep it.
DOWN = {"advert"}


# The checks use this: leave it as it is.
async def fetch(part, seconds):
    await asyncio.sleep(seconds)
    if part in DOWN:
        raise ConnectionError(f"the {part} is down")
    return f"<{part}>"


async def show_page():
    async with asyncio.TaskGroup() as group:
        text = group.create_task(fetch("text", 0.2))
        advert = group.create_task(fetch("advert", 0.1))
    print(text.result(), advert.result())


asyncio.run(show_page())
