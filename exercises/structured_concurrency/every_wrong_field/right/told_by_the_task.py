"""Each task catches and prints its own error."""

from asyncio import TaskGroup, run, sleep


async def check(field, value):
    if not value:
        raise LookupError(f"{field} is missing")
    if len(value) > 8:
        raise ValueError(f"{field} is too long")
    await sleep(0.1)


async def check_and_tell(field, value):
    try:
        await check(field, value)
    except (LookupError, ValueError) as error:
        print(error)


async def check_form(**form):
    async with TaskGroup() as group:
        for item in form.items():
            group.create_task(check_and_tell(*item))


if __name__ == "__main__":
    run(check_form(name="", city="Llanfairpwll", street="Main"))
