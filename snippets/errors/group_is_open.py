"""All tasks of a group are started in its block."""

import asyncio


async def load(name):
    await asyncio.sleep(0.1)
    print(name)
    #> mail
    #> news


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(load("mail"))
        group.create_task(load("news"))


asyncio.run(main())
