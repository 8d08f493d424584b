"""The kitchen is closed only after 59.95 s, not within half a second."""

import asyncio

# The checks use this name: keep it.
ORDERS = {"soup": 0.2, "salad": 0.1, "stew": 60, "cake": 0.1}
CLOSING = 0.15  # when the kitchen closes, in seconds


async def cook(order):
    print(order, "begins")
    await asyncio.sleep(ORDERS[order])
    print(order, "served")


async def work(waiting):
    while waiting:
        await cook(waiting.pop(0))


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(CLOSING, stop.set)
    waiting = list(ORDERS)
    cooks = [asyncio.create_task(work(waiting)) for _ in range(2)]
    await stop.wait()
    print("closing")
    waiting.clear()
    await asyncio.wait(cooks)
    print("closed")


asyncio.run(main())
