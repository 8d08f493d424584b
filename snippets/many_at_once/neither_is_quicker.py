"""`gather` makes one task each, as you would with `create_task`."""

import asyncio
import time


async def ask(shop):
    await asyncio.sleep(0.1)  # the shop takes its time


async def gathered(shops):
    await asyncio.gather(*[ask(shop) for shop in shops])


async def created(shops):
    tasks = [asyncio.create_task(ask(shop)) for shop in shops]
    for task in tasks:
        await task


async def main():
    for collect in [gathered, created]:
        start = time.perf_counter()
        work = asyncio.create_task(collect(range(100)))
        await asyncio.sleep(0)
        print(
            f"{collect.__name__}: {len(asyncio.all_tasks()) - 2} tasks"
        )
        await work
        print(
            f"{collect.__name__}: {time.perf_counter() - start:.1f} s"
        )


asyncio.run(main())
