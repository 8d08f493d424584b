"""`except*` looks into the group of errors."""

import asyncio


async def load(name):
    raise ValueError(f"no {name} today")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(load("mail"))
    except* ValueError as errors:
        for error in errors.exceptions:
            print(error)


asyncio.run(main())
