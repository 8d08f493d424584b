"""Three workers, a retry, and a stop that loses nothing."""

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


async def work(queue, stop):
    while not stop.is_set() and (page := await queue.get()):
        done[page] = await check(page)
        todo.remove(page)
    if queue.empty():
        queue.put_nowait(None)


async def serve(stop):
    queue = asyncio.Queue()
    for page in [*todo, None]:
        queue.put_nowait(page)
    await asyncio.gather(*(work(queue, stop) for _ in range(3)))


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.5, stop.set)
    await serve(stop)
    print("done:", *sorted(done))
    print("left:", *todo)


asyncio.run(main())
