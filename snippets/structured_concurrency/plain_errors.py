"""All errors of a group in one list, however deep they are."""

import asyncio


def leaves(error):
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return [leaf for part in error.exceptions for leaf in leaves(part)]


async def fail(message):
    raise OSError(message)


async def book_stay():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail("no hotel"))
        group.create_task(fail("no breakfast"))


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(book_stay())
            group.create_task(fail("no flight"))
    except* OSError as errors:
        for error in leaves(errors):
            print(error)


asyncio.run(main())
