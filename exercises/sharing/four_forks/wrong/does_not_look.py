"""A pause is missing: looking for the other fork takes 0.1 s, and so does eating."""

import asyncio

forks = [asyncio.Lock() for _ in range(4)]


async def eat(name, left, right):
    async with forks[left]:
        async with forks[right]:
            print(name, "eats")
            await asyncio.sleep(0.1)
            print(name, "has eaten")


async def main():
    async with asyncio.TaskGroup() as group:
        for seat, name in enumerate(["Ada", "Bob", "Eve", "Joe"]):
            group.create_task(eat(name, seat, (seat + 1) % 4))


asyncio.run(main())
