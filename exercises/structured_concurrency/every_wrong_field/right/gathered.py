"""gather with return_exceptions."""

import asyncio


async def check(field, value):
    if not value:
        raise LookupError(f"{field} is missing")
    if len(value) > 8:
        raise ValueError(f"{field} is too long")
    await asyncio.sleep(0.1)  # stands in for a database lookup


async def check_form(**form):
    results = await asyncio.gather(*[check(*item) for item in form.items()], return_exceptions=True)
    for error in filter(None, results):
        print(error)


asyncio.run(check_form(name="", city="Llanfairpwll", street="Main"))
