"""With 20 pages, 20 of them are fetched at once, not three."""

import asyncio

todo = [f"/{number}" for number in range(9)]  # the database
done = {}


async def fetch(page, attempt):
    await asyncio.sleep(0.2)
    if page in ("/2", "/5") and attempt == 0:
        raise ConnectionError("reset")
    return 200


async def check(page):
    for attempt in range(3):
        try:
            return await fetch(page, attempt)
        except ConnectionError as error:
            problem = str(error)
    return problem


async def one(page, stop):
    if not stop.is_set():
        done[page] = await check(page)
        todo.remove(page)


async def serve(stop):
    async with asyncio.TaskGroup() as group:
        for page in list(todo):
            group.create_task(one(page, stop))


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.5, stop.set)
    await serve(stop)
    print("done:", *sorted(done))
    print("left:", *todo)


asyncio.run(main())
