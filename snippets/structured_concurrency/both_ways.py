"""A task that fails stops the block, and the block stops its tasks."""

import asyncio


async def wait(who):
    try:
        await asyncio.sleep(1)
        print(f"{who}: done")
    finally:
        print(f"{who}: over")


async def fail(who):
    await asyncio.sleep(0.1)
    raise LookupError(f"the {who} failed")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail("task"), name="task")
            await wait("block")
    except* LookupError as errors:
        print("main:", *errors.exceptions)

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(wait("task"), name="task")
            await fail("block")
    except* LookupError as errors:
        print("main:", *errors.exceptions)


asyncio.run(main())
