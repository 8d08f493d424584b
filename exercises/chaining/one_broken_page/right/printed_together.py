"""Caught in the task, and printed in one call after the group."""

import asyncio


async def fetch(page):
    await asyncio.sleep(0.1)
    if page == "shop":
        raise ConnectionError("no answer")
    return "200"


async def check_status(page):
    try:
        status = await fetch(page)
    except ConnectionError as error:
        return f"{page}: {error}"
    return f"{page}: {status}"


async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(check_status(page)) for page in ["news", "shop", "mail"]]
    print(*[t.result() for t in tasks], sep="\n")


asyncio.run(main())
