"""A call that is cancelled doesn't raise CancelledError."""

import asyncio
from contextlib import asynccontextmanager

# The checks use this name: keep it.
free = ["phone 1", "phone 2"]


# The checks use this name: keep it.
@asynccontextmanager
async def phone():
    name = free.pop()
    try:
        await asyncio.sleep(0.1)  # switch it on
        yield name
    except asyncio.CancelledError:
        pass
    finally:
        free.append(name)


async def call(number):
    async with phone() as name:
        if number == 13:
            raise ValueError("wrong number")
        await asyncio.sleep(0.2)  # talk
        print("called", number, "with", name)


async def main():
    for number in [13, 13, 7]:
        try:
            await call(number)
        except ValueError as error:
            print(error)


asyncio.run(main())
