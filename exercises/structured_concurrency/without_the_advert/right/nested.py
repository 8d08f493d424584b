"""A nested function, and another text."""

import asyncio

DOWN = {"advert"}


async def fetch(part, seconds):
    await asyncio.sleep(seconds)
    if part in DOWN:
        raise ConnectionError(f"the {part} is down")
    return f"<{part}>"


async def show_page():
    async def advert_or_nothing():
        try:
            return await fetch("advert", 0.1)
        except ConnectionError as error:
            return f"({error})"

    async with asyncio.TaskGroup() as tg:
        parts = [
            tg.create_task(fetch("text", 0.2)),
            tg.create_task(advert_or_nothing()),
        ]
    print(*[part.result() for part in parts])


asyncio.run(show_page())
