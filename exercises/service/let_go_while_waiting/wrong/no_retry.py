"""/busy answers on its third attempt, but no line says so."""

import asyncio

SECONDS = 0.1  # for a request


async def fetch(page, attempt):
    await asyncio.sleep(SECONDS)
    failed = page.startswith("/busy") and attempt < 2
    return 503 if failed else 200


async def check(page, slots):
    async with slots:
        status = await fetch(page, 0)
    print(page, status)


async def check_all(pages, at_once):
    slots = asyncio.Semaphore(at_once)
    async with asyncio.TaskGroup() as group:
        for page in pages:
            group.create_task(check(page, slots))


asyncio.run(check_all(["/busy", "/busy2", "/a", "/b"], 2))
