"""gather, and `from asyncio import`."""

from asyncio import gather, run, sleep

theatre = {"seats": 2}


async def pay(name):
    await sleep(0.1)  # stands in for the bank
    print(name, "has paid")


async def buy(name):
    if theatre["seats"] <= 0:
        return
    theatre["seats"] -= 1
    await pay(name)
    print(name, "has a seat")


async def main():
    await gather(*(buy(name) for name in ["Ada", "Bob", "Eve"]))


run(main())
