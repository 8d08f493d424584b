"""A shop's program with four faults. Find them in the picture."""

import asyncio
import time


async def price(item: int) -> int:
    """Ask for a price: 0.02 seconds."""
    await asyncio.sleep(0.02)
    return item * 3


async def order(lock: asyncio.Lock, number: int) -> None:
    """Write an order down, and confirm it by mail."""
    async with lock:
        await asyncio.sleep(0.25)  # the mail: nobody else needs to wait for it
        print("order", number)


def report() -> None:
    """Compute for 0.3 seconds."""
    time.sleep(0.3)


async def notify() -> None:
    """Tell the shop's owner."""
    await asyncio.sleep(0.1)
    raise ConnectionError("nobody there")


async def main() -> None:
    """Do a day's work."""
    background = asyncio.create_task(notify())
    print("total", sum([await price(item) for item in range(20)]))
    lock = asyncio.Lock()
    orders = [asyncio.create_task(order(lock, n), name=f"order {n}") for n in range(3)]
    for task in orders:
        await task
    report()
    print("owner knows:", background.done())


if __name__ == "__main__":
    asyncio.run(main())
