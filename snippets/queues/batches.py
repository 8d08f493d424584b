"""Save up to three at a time; a batch collects for at most 0.2 s."""

import asyncio

END = object()


async def batches(queue, most, seconds, save):
    ended = False
    while not ended:
        batch = [await queue.get()]
        try:
            async with asyncio.timeout(seconds):
                while len(batch) < most and batch[-1] is not END:
                    batch.append(await queue.get())
        except TimeoutError:
            pass
        finally:
            if batch[-1] is END:
                batch.pop()
                ended = True
            if batch:
                await save(batch)


async def save(batch):
    print("saved", batch)
    #> saved [1, 2, 3]
    #> saved [4, 5]


async def main():
    queue = asyncio.Queue(maxsize=10)
    async with asyncio.TaskGroup() as group:
        group.create_task(batches(queue, 3, 0.2, save))
        for item in [1, 2, 3, 4, 5, END]:
            await queue.put(item)
            await asyncio.sleep(0.08)


asyncio.run(main())
