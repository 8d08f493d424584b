"""The text is not shown: it was still loading when the advert failed."""

import asyncio

DOWN = {"advert"}


async def fetch(part, seconds):
    await asyncio.sleep(seconds)
    if part in DOWN:
        raise ConnectionError(f"the {part} is down")
    return f"<{part}>"


async def show_page():
    try:
        async with asyncio.TaskGroup() as group:
            text = group.create_task(fetch("text", 0.2))
            advert = group.create_task(fetch("advert", 0.1))
        print(text.result(), advert.result())
    except* ConnectionError:
        print("(no advert)")


asyncio.run(show_page())
