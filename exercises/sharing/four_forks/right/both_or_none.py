"""A condition: both forks or none."""

import asyncio

free = {0, 1, 2, 3}
changed = asyncio.Condition()


async def eat(name, left, right):
    both = {left, right}
    async with changed:
        await changed.wait_for(lambda: both <= free)
        free.difference_update(both)
    await asyncio.sleep(0.1)  # looks for the other fork
    print(name, "eats")
    await asyncio.sleep(0.1)
    print(name, "has eaten")
    async with changed:
        free.update(both)
        changed.notify_all()


async def main():
    async with asyncio.TaskGroup() as group:
        for seat, name in enumerate(["Ada", "Bob", "Eve", "Joe"]):
            group.create_task(eat(name, seat, (seat + 1) % 4))


asyncio.run(main())
