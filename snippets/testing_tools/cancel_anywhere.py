"""Cancel a coroutine at each point where it can wait."""

import asyncio

shelf = []


async def lend(book, reader):
    shelf.remove(book)
    await asyncio.sleep(0)  # stands in for a note in the catalogue
    try:
        await asyncio.sleep(0)  # stands in for a mail to the reader
        reader.append(book)
    except asyncio.CancelledError:
        shelf.append(book)
        raise


async def cancelled_after(turns):
    shelf[:] = ["Emma"]
    reader = []
    task = asyncio.create_task(lend("Emma", reader))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(f"cancelled after {turns} turns: shelf {shelf}, {reader=}")
    return task.cancelled()


async def main():
    turns = 0
    while await cancelled_after(turns):
        turns += 1


asyncio.run(main())
