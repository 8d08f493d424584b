"""When its task is cancelled, `check_form` doesn't raise CancelledError."""

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
    except* BaseException as errors:
        for error in errors.exceptions:
            print(error)


asyncio.run(check_form(name="", city="Llanfairpwll", street="Main"))
