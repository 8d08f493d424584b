"""One signal lets in everyone who waits or comes later."""

import asyncio


async def visitor(name, opened):
    print(name, "is at the door")
    await opened.wait()
    print(name, "goes in")


async def main():
    opened = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(visitor("Ada", opened))
        group.create_task(visitor("Bob", opened))
        await asyncio.sleep(0.2)
        print("the shop opens")
        opened.set()
        await asyncio.sleep(0.1)
        group.create_task(visitor("Eve", opened))


asyncio.run(main())
