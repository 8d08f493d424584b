"""There are 5 forks. Put four on the table: one between each pair of neighbours."""

import asyncio

forks = [asyncio.Lock() for _ in range(5)]


async def eat(name, left, right):
    async with forks[left]:
        await asyncio.sleep(0.1)  # looks for the other fork
        async with forks[right]:
            print(name, "eats")
            await asyncio.sleep(0.1)
            print(name, "has eaten")


async def main():
    async with asyncio.TaskGroup() as group:
        for seat, name in enumerate(["Ada", "Bob", "Eve", "Joe"]):
            group.create_task(eat(name, seat, seat + 1))


asyncio.run(main())
