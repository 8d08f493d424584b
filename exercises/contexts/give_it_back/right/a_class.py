"""A class does it, too."""

import asyncio

# The checks use this name: keep it.
free = ["phone 1", "phone 2"]


# The checks use this name: keep it.
class phone:
    async def __aenter__(self):
        self.name = free.pop()
        try:
            await asyncio.sleep(0.1)  # switch it on
        except BaseException:
            free.append(self.name)
            raise
        return self.name

    async def __aexit__(self, *error):
        free.append(self.name)


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
