"""A waiter lets three of them try at once."""

import asyncio

forks = [asyncio.Lock() for _ in range(4)]
waiter = asyncio.Semaphore(3)


async def eat(name, left, right):
    async with waiter, forks[left]:
        await asyncio.sleep(0.1)
        async with forks[right]:
            print(name, "eats")
            await asyncio.sleep(0.1)
            print(name, "has eaten")


async def main():
    async with asyncio.TaskGroup() as group:
        for seat, name in enumerate(["Ada", "Bob", "Eve", "Joe"]):
            group.create_task(eat(name, seat, (seat + 1) % 4))


asyncio.run(main())
