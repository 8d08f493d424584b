"""A bare yield, and gather."""

import asyncio
import types


@types.coroutine
def give_turn():
    yield


async def tidy_up(name):
    await give_turn()


async def worker(name):
    for step in [1, 2, 3]:
        print(name, step)
        await tidy_up(name)


async def main():
    await asyncio.gather(worker("Ada"), worker("Bob"))


asyncio.run(main())
