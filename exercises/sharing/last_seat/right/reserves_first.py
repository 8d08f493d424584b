"""A plain function that takes the seat, before the payment."""

import asyncio as aio

theatre = {"seats": 2}


async def pay(name: str) -> None:
    await aio.sleep(0.1)  # stands in for the bank
    print(name, "has paid")


def reserve() -> bool:
    if theatre["seats"] <= 0:
        return False
    theatre["seats"] -= 1
    return True


async def purchase(name: str) -> None:
    if not reserve():
        print(name, "is too late")
        return
    try:
        await pay(name)
    except Exception:
        theatre["seats"] += 1
        raise
    print(name, "has a seat")


async def main() -> None:
    await aio.gather(*[purchase(n) for n in ("Ada", "Bob", "Eve")])


if __name__ == "__main__":
    aio.run(main())
