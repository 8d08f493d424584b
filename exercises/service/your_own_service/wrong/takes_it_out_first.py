"""/page6 was begun before the stop, but is not done."""

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


async def work(stop):
    while todo and not stop.is_set():
        page = todo.pop(0)
        outcome = await check(page)
        if not stop.is_set():
            done[page] = outcome


async def serve(stop):
    await asyncio.gather(*(work(stop) for _ in range(3)))


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.5, stop.set)
    await serve(stop)
    print("done:", *sorted(done))
    print("left:", *todo)


asyncio.run(main())
