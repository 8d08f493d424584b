"""A group keeps them, and waits."""

import asyncio

CLICKS = ["red", "green", "blue"]


async def save(name):
    await asyncio.sleep(0.3)  # the disk takes its time
    print("saved", name)


async def buttons(on_click):
    for name in CLICKS:
        await asyncio.sleep(0.1)
        print("clicked", name)
        on_click(name)


async def main():
    async with asyncio.TaskGroup() as group:
        await buttons(lambda name: group.create_task(save(name)))


asyncio.run(main())
