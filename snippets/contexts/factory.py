"""Wait first, in a class method; then make the object."""

import asyncio


async def look_up(town):
    await asyncio.sleep(0.1)  # where is it?
    return {"Oslo": 59.9, "Rome": 41.9}[town]


class Station:
    def __init__(self, town, latitude):
        self.town = town
        self.latitude = latitude

    @classmethod
    async def find(cls, town):
        return cls(town, await look_up(town))

    async def measure(self):
        await asyncio.sleep(0.1)  # the station answers
        return f"{self.town}: {round(30 - self.latitude / 3)} degrees"


async def main():
    oslo = await Station.find("Oslo")
    print(await oslo.measure())
    #> Oslo: 10 degrees

    rome = await Station.find("Rome")
    both = await asyncio.gather(oslo.measure(), rome.measure())
    print(both)
    #> ['Oslo: 10 degrees', 'Rome: 16 degrees']


asyncio.run(main())
