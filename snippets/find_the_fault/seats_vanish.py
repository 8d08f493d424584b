"""Two seats, four guests, and the last two are never served."""

import asyncio


async def serve(name, seats, seconds):
    await seats.acquire()
    await asyncio.sleep(seconds)
    print(name, "has eaten")
    seats.release()


async def guest(name, seats, seconds):
    try:
        await asyncio.wait_for(serve(name, seats, seconds), 0.5)
    except TimeoutError:
        print(name, "gives up")
        #> Ada gives up
        #> Bob gives up
        #> Eve gives up
        #> Joe gives up


async def main():
    seats = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as group:
        for name, seconds in [("Ada", 9), ("Bob", 9)]:
            group.create_task(guest(name, seats, seconds), name=name)
        await asyncio.sleep(1)
        for name, seconds in [("Eve", 0.1), ("Joe", 0.1)]:
            group.create_task(guest(name, seats, seconds), name=name)


asyncio.run(main())
