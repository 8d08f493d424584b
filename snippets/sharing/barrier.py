"""None of the three continues before all of them have arrived."""

import asyncio


async def player(name, seconds, barrier):
    for level in [1, 2]:
        await asyncio.sleep(seconds)  # loads the level
        print(name, "is ready for level", level)
        await barrier.wait()
        print(name, "plays level", level)


async def main():
    barrier = asyncio.Barrier(3)
    async with asyncio.TaskGroup() as group:
        group.create_task(player("Ada", 0.1, barrier))
        group.create_task(player("Bob", 0.4, barrier))
        group.create_task(player("Eve", 0.2, barrier))


asyncio.run(main())
