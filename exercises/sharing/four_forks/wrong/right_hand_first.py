"""The program hangs, since nothing can wake it: main waits for the end of a TaskGroup's block, line 18; eat waits for Lock, line 11; eat waits for Lock, line 11; eat waits for Lock, line 11; eat waits for Lock, line 11."""

import asyncio

forks = [asyncio.Lock() for _ in range(4)]


async def eat(name, left, right):
    async with forks[right]:
        await asyncio.sleep(0.1)  # looks for the other fork
        async with forks[left]:
            print(name, "eats")
            await asyncio.sleep(0.1)
            print(name, "has eaten")


async def main():
    async with asyncio.TaskGroup() as group:
        for seat, name in enumerate(["Ada", "Bob", "Eve", "Joe"]):
            group.create_task(eat(name, seat, (seat + 1) % 4))


asyncio.run(main())
