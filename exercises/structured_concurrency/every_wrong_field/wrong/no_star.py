"""The program ends with ExceptionGroup at line 16: unhandled errors in a TaskGroup (2 sub-exceptions); in it, LookupError: name is missing."""

import asyncio


async def check(field, value):
    if not value:
        raise LookupError(f"{field} is missing")
    if len(value) > 8:
        raise ValueError(f"{field} is too long")
    await asyncio.sleep(0.1)  # stands in for a database lookup


async def check_form(**form):
    try:
        async with asyncio.TaskGroup() as group:
            for field, value in form.items():
                group.create_task(check(field, value))
    except (LookupError, ValueError) as error:
        print(error)


asyncio.run(check_form(name="", city="Llanfairpwll", street="Main"))
