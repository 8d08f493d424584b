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


async def work(queue, stop):
    while page := await queue.get():
        if not stop.is_set():
            done[page] = await check(page)
            todo.remove(page)


async def run(stop):
    queue = asyncio.Queue(3)
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(work(queue, stop))
        for page in [*todo, None, None, None]:
            await queue.put(page)


async def serve(stop):
    running = asyncio.create_task(run(stop))
    stopping = asyncio.create_task(stop.wait())
    both = [running, stopping]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    for task in both:
        task.cancel()
    await asyncio.wait(both)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.5, stop.set)
    await serve(stop)
    print("done:", *sorted(done))
    print("left:", *todo)


asyncio.run(main())
