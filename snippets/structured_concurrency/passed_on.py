"""A group that you pass on still owns every task started in it."""

import asyncio


async def serve(guest):
    print(guest, "sits down")
    await asyncio.sleep(0.3)
    print(guest, "leaves")


async def welcome(group):
    for guest in ["Ada", "Bob"]:
        await asyncio.sleep(0.1)
        group.create_task(serve(guest), name=guest)
    print("no more guests")


async def main():
    async with asyncio.TaskGroup() as group:
        await welcome(group)
    print("closed")

    late = serve("Cleo")
    try:
        group.create_task(late)
    except RuntimeError as error:
        late.close()
        print(error)


asyncio.run(main())
