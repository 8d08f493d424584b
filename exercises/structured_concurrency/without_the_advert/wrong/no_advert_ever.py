"""Nothing is down, but the advert isn't shown."""

import asyncio

DOWN = {"advert"}


async def fetch(part, seconds):
    await asyncio.sleep(seconds)
    if part in DOWN:
        raise ConnectionError(f"the {part} is down")
    return f"<{part}>"


async def show_page():
    async with asyncio.TaskGroup() as group:
        text = group.create_task(fetch("text", 0.2))
    print(text.result())


asyncio.run(show_page())
