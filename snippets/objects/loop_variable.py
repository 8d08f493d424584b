"""A nested function looks up a name when it runs, not before."""

import asyncio


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ("Ada", "Bob"):

            async def greet():
                print("hello", name)
                #> hello Bob
                #> hello Bob

            group.create_task(greet())

    async def greet_one(name):
        print("goodbye", name)
        #> goodbye Ada
        #> goodbye Bob

    async with asyncio.TaskGroup() as group:
        for name in ("Ada", "Bob"):
            group.create_task(greet_one(name))


asyncio.run(main())
