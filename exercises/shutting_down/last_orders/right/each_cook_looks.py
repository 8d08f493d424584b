"""Each cook looks at the event before the next order."""

import asyncio

# The checks use this name: keep it.
ORDERS = {"soup": 0.2, "salad": 0.1, "stew": 60, "cake": 0.1}
CLOSING = 0.15  # when the kitchen closes, in seconds


async def cook(order):
    print(order, "begins")
    await asyncio.sleep(ORDERS[order])
    print(order, "served")


async def work(waiting, stop):
    while waiting and not stop.is_set():
        await cook(waiting.pop(0))


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(CLOSING, stop.set)
    waiting = list(ORDERS)
    cooks = []
    for _ in range(2):
        cooks.append(asyncio.create_task(work(waiting, stop)))
    await stop.wait()
    print("closing")
    try:
        await asyncio.wait_for(asyncio.gather(*cooks), 0.5)
    except TimeoutError:
        print("some were too slow")
    print("closed")


asyncio.run(main())
