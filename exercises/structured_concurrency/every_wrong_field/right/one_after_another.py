"""No tasks at all."""

import asyncio


async def check(field, value):
    if not value:
        raise LookupError(f"{field} is missing")
    if len(value) > 8:
        raise ValueError(f"{field} is too long")
    await asyncio.sleep(0.1)  # stands in for a database lookup


async def check_form(**form):
    for field, value in form.items():
        try:
            await check(field, value)
        except (LookupError, ValueError) as error:
            print(error)


asyncio.run(check_form(name="", city="Llanfairpwll", street="Main"))
